package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Claim;

class DeadlinesTest {
  private static final Claim CLAIM = World.policy().fallback();

  private final Deadlines deadlines = new Deadlines(0);

  private Lease lease(long expires) {
    Lease lease =
        new Lease(
            new AddressEntry(Address.parse("198.18.0.1")),
            new NameEntry(NameMatch.of(List.of("a.example"), World.policy())),
            CLAIM,
            new LruList(Engine.NO_CLIENT));
    lease.expires = expires;
    deadlines.add(lease);
    return lease;
  }

  private List<Lease> due(long now) {
    List<Lease> due = new ArrayList<>();
    deadlines.advance(now, due::add);
    return due;
  }

  @Test
  void aLeaseIsDueInItsSecondAndOnce() {
    Lease lease = lease(10_000);
    assertThat(due(10_000)).isEmpty();
    assertThat(due(11_000)).containsExactly(lease);
    assertThat(due(100_000)).isEmpty();
  }

  @Test
  void moreThanATurnAheadWaitsForItsTurn() {
    Lease lease = lease(10_000_000);
    assertThat(due(9_999_000)).isEmpty();
    assertThat(due(10_001_000)).containsExactly(lease);
  }

  @Test
  void whatIsTakenOutLeavesItsNeighbours() {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      leases.add(lease(10_000));
    }
    for (int gone : List.of(4, 2, 0)) {
      deadlines.remove(leases.get(gone));
      deadlines.remove(leases.get(gone));
    }
    assertThat(due(11_000)).containsExactlyInAnyOrder(leases.get(1), leases.get(3));
    deadlines.remove(leases.get(1));
  }
}
