package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ProbeScheduleTest {
  /** Falls silent right after a good probe, so that every later one takes its whole timeout. */
  @Property
  void silentLinkIsDownWithinDownAfterTimesEvery(
      @ForAll @IntRange(min = 100, max = 60_000) int everyMillis,
      @ForAll @IntRange(min = 1, max = 100) int share,
      @ForAll @IntRange(min = 1, max = 10) int downAfter,
      @ForAll long seed) {
    Duration every = Duration.ofMillis(everyMillis);
    Duration timeout = Duration.ofMillis(Math.max(10, everyMillis / 2L * share / 100));
    Check check = new Check(new Probe.Ping("192.0.2.1"), every, timeout, downAfter, 1);
    ProbeSchedule probeSchedule = new ProbeSchedule(check, new Random(seed));
    Health health = Health.unknown(check, Instant.EPOCH);
    long time = probeSchedule.next(health);
    while (true) {
      health = health.observe(new ProbeOutcome.Bad("silent"), Instant.EPOCH);
      if (!health.isUp()) {
        break;
      }
      time += Math.max(timeout.toNanos(), probeSchedule.next(health));
    }
    assertThat(time + timeout.toNanos()).isLessThanOrEqualTo(every.toNanos() * downAfter);
  }

  @Property
  void probesAreNeitherEarlyNorLate(@ForAll long seed) {
    Check check =
        new Check(
            new Probe.Ping("192.0.2.1"),
            Check.EVERY,
            Check.TIMEOUT,
            Check.DOWN_AFTER,
            Check.UP_AFTER);
    ProbeSchedule probeSchedule = new ProbeSchedule(check, new Random(seed));
    assertThat(probeSchedule.first()).isBetween(0L, 500_000_000L);
    assertThat(probeSchedule.next(Health.unknown(check, Instant.EPOCH)))
        .isBetween(4_750_000_000L, 5_000_000_000L);
  }
}
