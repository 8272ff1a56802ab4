package waymark.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import waymark.kernel.model.PolicyImpact;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;

/** What waits for a scan stays within its bound, and the most important stays. */
class PendingRequestsTest {
  private static final Decision DIRECT = Decision.of(List.of(Link.DIRECT));
  private static final Decision BLOCK = Decision.of(List.of(Link.BLOCK));

  private final PendingRequests pending = new PendingRequests();

  private static FlowRequest.Move move(int i, boolean isUrgent) {
    return new FlowRequest.Move(Address.ofIpv4(0xc6120000 + i), DIRECT, isUrgent);
  }

  private static List<FlowRequest> moves(int count) {
    List<FlowRequest> moves = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      moves.add(move(i, false));
    }
    return moves;
  }

  @Test
  void eachRequestIsKeptOnce() {
    pending.add(moves(2));
    pending.add(List.of(move(1, true)));
    pending.add(
        List.of(
            new FlowRequest.Move(Address.ofIpv4(0xc6120000 + 1), BLOCK, false),
            new FlowRequest.Tell(FlowReport.USED),
            new FlowRequest.Tell(FlowReport.USED)));
    assertThat(pending.all())
        .containsExactly(
            move(0, false),
            new FlowRequest.Move(Address.ofIpv4(0xc6120000 + 1), BLOCK, true),
            new FlowRequest.Tell(FlowReport.USED));
    pending.clear();
    assertThat(pending.isEmpty()).isTrue();
    assertThat(pending.all()).isEmpty();
  }

  @Test
  void theLaterEndOfALinkCountsUnlessAllItsConnectionsEnd() {
    Predicate<Address> first = Address::isIpv4;
    Predicate<Address> second = address -> !address.isIpv4();
    pending.add(List.of(new FlowRequest.End(2, first), new FlowRequest.End(2, second)));
    assertThat(pending.all()).containsExactly(new FlowRequest.End(2, second));
    pending.add(
        List.of(new FlowRequest.End(2, FlowRequest.End.ALL), new FlowRequest.End(2, first)));
    assertThat(pending.all()).containsExactly(new FlowRequest.End(2, FlowRequest.End.ALL));
  }

  @Test
  void manyMovesDriveOutNoEnd() {
    FlowRequest end = new FlowRequest.End(2, FlowRequest.End.ALL);
    pending.add(List.of(end));
    pending.add(moves(PendingRequests.MOST_MOVED + 10));
    assertThat(pending.all()).hasSize(PendingRequests.MOST_MOVED + 1).contains(end);
    FlowRequest urgent = move(PendingRequests.MOST_MOVED + 20, true);
    pending.add(List.of(urgent));
    assertThat(pending.all())
        .hasSize(PendingRequests.MOST_MOVED + 1)
        .contains(end, urgent)
        .doesNotContain(move(0, false));
  }

  @Test
  void theLatestChangesOfPolicyAreKeptInTheirOrder() {
    List<FlowRequest> changes = new ArrayList<>();
    for (int i = 0; i < PendingRequests.MOST_FOLLOWED + 3; i++) {
      changes.add(new FlowRequest.Follow(FlowsTest.transition()));
    }
    pending.add(changes);
    assertThat(pending.all()).isEqualTo(changes.subList(3, changes.size()));
  }

  @Test
  void previewsAreAnsweredWhenAScanFails() {
    CompletableFuture<PolicyImpact> answer = new CompletableFuture<>();
    pending.add(
        List.of(
            new FlowRequest.Preview(
                _ -> {
                  throw new AssertionError("not scanned");
                },
                answer)));
    pending.failPreviews(new IllegalStateException("no scan"));
    assertThatThrownBy(answer::join).hasMessageContaining("no scan");
    assertThat(pending.isEmpty()).isTrue();
  }
}
