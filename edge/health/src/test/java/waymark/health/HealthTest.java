package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final ProbeOutcome BAD = new ProbeOutcome.Bad("silent");

  private static Check check(int downAfter, int upAfter) {
    return new Check(
        new Probe.Ping("192.0.2.1"),
        Duration.ofSeconds(5),
        Duration.ofSeconds(2),
        downAfter,
        upAfter);
  }

  private static ProbeOutcome good(long nanos) {
    return new ProbeOutcome.Good(nanos);
  }

  @Test
  void linkThatNothingIsKnownOfIsUp() {
    assertThat(Health.unknown(check(3, 2), START).link())
        .isEqualTo(new LinkHealth(true, 0, 0, START, ""));
  }

  @Test
  void soManyInARowTurnIt() {
    Health health = Health.unknown(check(3, 2), START);
    health = health.observe(BAD, START).observe(BAD, START);
    assertThat(health.isUp()).isTrue();
    assertThat(health.isInDoubt()).isTrue();
    health = health.observe(good(1000), START).observe(BAD, START).observe(BAD, START);
    assertThat(health.isUp()).isTrue();
    Instant fell = START.plusSeconds(30);
    health = health.observe(BAD, fell);
    assertThat(health.link().up()).isFalse();
    assertThat(health.link().since()).isEqualTo(fell);
    assertThat(health.link().lastError()).isEqualTo("silent");
    assertThat(health.isInDoubt()).isFalse();
    health = health.observe(good(1000), fell);
    assertThat(health.isUp()).isFalse();
    health = health.observe(BAD, fell).observe(good(1000), fell);
    assertThat(health.isUp()).isFalse();
    assertThat(health.observe(good(1000), fell.plusSeconds(9)).link().since())
        .isEqualTo(fell.plusSeconds(9));
  }

  @Test
  void latencyMovesByAnEighth() {
    Health health = Health.unknown(check(1, 1), START).observe(good(8000), START);
    assertThat(health.link().latencyNanos()).isEqualTo(8000);
    assertThat(health.observe(good(16_000), START).link().latencyNanos()).isEqualTo(9000);
    assertThat(health.observe(good(0), START).link().latencyNanos()).isEqualTo(7000);
    assertThat(health.observe(BAD, START).link().latencyNanos()).isEqualTo(8000);
  }

  /** The whole history, looked through again at every question. */
  @Property
  void isWhatTheHistorySays(
      @ForAll @Size(max = 120) List<Boolean> outcomes,
      @ForAll @IntRange(min = 1, max = 5) int downAfter,
      @ForAll @IntRange(min = 1, max = 5) int upAfter) {
    Health health = Health.unknown(check(downAfter, upAfter), START);
    boolean up = true;
    int since = 0;
    int turned = 0;
    double latency = -1;
    for (int i = 0; i < outcomes.size(); i++) {
      long nanos = 1_000_000L + i * 1000;
      health = health.observe(outcomes.get(i) ? good(nanos) : BAD, START.plusSeconds(i));
      int row = 0;
      for (int j = i; j >= turned && outcomes.get(j) != up; j--) {
        row++;
      }
      if (row >= (up ? downAfter : upAfter)) {
        up = !up;
        since = i;
        turned = i + 1;
      }
      if (outcomes.get(i)) {
        latency = latency < 0 ? nanos : latency * 7 / 8 + nanos / 8.0;
      }
      List<Boolean> recent = outcomes.subList(Math.max(0, i - 19), i + 1);
      long failed = recent.stream().filter(good -> !good).count();
      LinkHealth link = health.link();
      assertThat(link.up()).isEqualTo(up);
      assertThat(link.since()).isEqualTo(START.plusSeconds(since));
      assertThat(link.loss()).isEqualTo((double) failed / recent.size());
      assertThat((double) link.latencyNanos()).isCloseTo(Math.max(0, latency), within(10.0));
      assertThat(link.lastError().isEmpty()).isEqualTo(!outcomes.subList(0, i + 1).contains(false));
    }
  }
}
