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

class RenewalsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String SET = "waymark_2";

  private final AtomicLong now = new AtomicLong(-5 * SECOND);
  private final Renewals renewals = new Renewals(Duration.ofMinutes(1), now::get);

  private static Network network(int number) {
    return new Network(Address.ofIpv4(0x0b000000 + number), 32);
  }

  private void make(int count) {
    for (int i = 0; i < count; i++) {
      renewals.made(SET, network(i));
    }
  }

  /** As the engine's thread does, until there is no more at this moment. */
  private List<Renewals.Entry> renewed() {
    List<Renewals.Entry> renewed = new ArrayList<>();
    for (List<Renewals.Entry> next = renewals.next(); !next.isEmpty(); next = renewals.next()) {
      assertThat(next.size()).isLessThanOrEqualTo(Renewals.MOST);
      next.forEach(entry -> renewals.made(entry.set(), entry.network()));
      renewed.addAll(next);
    }
    return renewed;
  }

  @Test
  void nothingIsRenewedWhereEntriesStay() {
    Renewals never = new Renewals(Duration.ZERO, now::get);
    never.made(SET, network(1));
    now.addAndGet(3600 * SECOND);
    assertThat(never.next()).isEmpty();
  }

  @Test
  void eachHasItsTurnOnceInAThirdOfTheTimeAndAllAreSpreadOverIt() {
    make(10_000);
    Map<Renewals.Entry, Integer> turns = new HashMap<>();
    for (int second = 0; second < 20; second++) {
      now.addAndGet(SECOND);
      List<Renewals.Entry> renewed = renewed();
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
    assertThat(renewals.next()).isEmpty();
    now.addAndGet(SECOND / 2);
    assertThat(renewals.next()).hasSize(5);
    assertThat(renewals.next()).isEmpty();
  }

  @Test
  void whatHasWaitedTooLongComesFirstWhateverGoesMeanwhile() {
    make(10_000);
    now.addAndGet(10 * SECOND);
    Set<Network> renewed = new HashSet<>();
    for (int i = 1; i < 10_000; i++) {
      renewals.gone(SET, network(i));
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
    assertThat(renewals.next()).hasSize(3);
    renewals.failed();
    assertThat(renewals.next()).isEmpty();
    now.addAndGet(SECOND);
    assertThat(renewals.next()).hasSize(3);
  }

  @Test
  void whatIsGoneHasNoTurn() {
    make(3);
    renewals.gone(SET, network(1));
    now.addAndGet(21 * SECOND);
    assertThat(renewed())
        .containsExactly(new Renewals.Entry(SET, network(0)), new Renewals.Entry(SET, network(2)));
    renewals.clear();
    now.addAndGet(21 * SECOND);
    assertThat(renewals.next()).isEmpty();
  }
}
