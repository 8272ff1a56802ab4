package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Network;

class RefreshScheduleTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String SET = "waymark_2";

  private final AtomicLong now = new AtomicLong(-5 * SECOND);
  private final RefreshSchedule refreshSchedule =
      new RefreshSchedule(Duration.ofMinutes(1), now::get);

  private static Network network(int number) {
    return new Network(Address.ofIpv4(0x0b000000 + number), 32);
  }

  private void make(int count) {
    for (int i = 0; i < count; i++) {
      refreshSchedule.made(SET, network(i));
    }
  }

  /** As the engine's thread does, until there is no more at this moment. */
  private List<RefreshSchedule.Entry> renewed() {
    List<RefreshSchedule.Entry> renewed = new ArrayList<>();
    for (List<RefreshSchedule.Entry> next = refreshSchedule.next();
        !next.isEmpty();
        next = refreshSchedule.next()) {
      assertThat(next.size()).isLessThanOrEqualTo(RefreshSchedule.MOST);
      next.forEach(entry -> refreshSchedule.made(entry.set(), entry.network()));
      renewed.addAll(next);
    }
    return renewed;
  }

  @Test
  void nothingIsRenewedWhereEntriesStay() {
    RefreshSchedule never = new RefreshSchedule(Duration.ZERO, now::get);
    never.made(SET, network(1));
    now.addAndGet(3600 * SECOND);
    assertThat(never.next()).isEmpty();
  }

  @Test
  void eachHasItsTurnOnceInAThirdOfTheTimeAndAllAreSpreadOverIt() {
    make(10_000);
    Map<RefreshSchedule.Entry, Integer> turns = new HashMap<>();
    for (int second = 0; second < 20; second++) {
      now.addAndGet(SECOND);
      List<RefreshSchedule.Entry> renewed = renewed();
      assertThat(renewed).hasSizeBetween(250, 800);
      renewed.forEach(entry -> turns.merge(entry, 1, Integer::sum));
    }
    assertThat(turns).hasSizeBetween(9_500, 10_000);
    assertThat(turns.values()).allMatch(count -> count == 1);
  }

  @Test
  void fewWaitForTheNextSecond() {
    make(100);
    now.addAndGet(SECOND / 2);
    assertThat(refreshSchedule.next()).isEmpty();
    now.addAndGet(SECOND / 2);
    assertThat(refreshSchedule.next()).hasSize(5);
    assertThat(refreshSchedule.next()).isEmpty();
  }

  @Test
  void whatHasWaitedTooLongComesFirstWhateverGoesMeanwhile() {
    make(10_000);
    now.addAndGet(10 * SECOND);
    Set<Network> renewed = new HashSet<>();
    for (int i = 1; i < 10_000; i++) {
      refreshSchedule.gone(SET, network(i));
    }
    for (int second = 10; second < 22; second++) {
      now.addAndGet(SECOND);
      renewed().forEach(entry -> renewed.add(entry.network()));
    }
    assertThat(renewed).containsExactly(network(0));
  }

  @Test
  void whatFailedIsTriedAgainAfterASecond() {
    make(3);
    now.addAndGet(21 * SECOND);
    assertThat(refreshSchedule.next()).hasSize(3);
    refreshSchedule.failed();
    assertThat(refreshSchedule.next()).isEmpty();
    now.addAndGet(SECOND);
    assertThat(refreshSchedule.next()).hasSize(3);
  }

  @Test
  void whatIsGoneHasNoTurn() {
    make(3);
    refreshSchedule.gone(SET, network(1));
    now.addAndGet(21 * SECOND);
    assertThat(renewed())
        .containsExactly(
            new RefreshSchedule.Entry(SET, network(0)), new RefreshSchedule.Entry(SET, network(2)));
    refreshSchedule.clear();
    now.addAndGet(21 * SECOND);
    assertThat(refreshSchedule.next()).isEmpty();
  }
}
