package waymark.kernel.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waymark.kernel.fixture.Eventually;

class HoldDeadlineTest {
  private static final long MAX_NANOS = 200_000;

  private final AtomicInteger overdue = new AtomicInteger();

  @Test
  @Timeout(60)
  void eachBatchIsDecidedByExactlyOneThread() {
    Random random = new Random(7);
    int byEngine = 0;
    int byDeadline = 0;
    try (HoldDeadline deadline = new HoldDeadline(MAX_NANOS, overdue::incrementAndGet)) {
      for (int batch = 0; batch < 3000; batch++) {
        int before = overdue.get();
        long now = System.nanoTime();
        deadline.begin(now);
        long wait = now + random.nextLong(2 * MAX_NANOS);
        while (System.nanoTime() < wait) {
          Thread.onSpinWait();
        }
        if (deadline.end()) {
          byEngine++;
          assertThat(overdue.get()).isEqualTo(before);
        } else {
          byDeadline++;
          assertThat(overdue.get()).isEqualTo(before + 1);
        }
      }
    }
    assertThat(byEngine).isPositive();
    assertThat(byDeadline).isPositive().isEqualTo(overdue.get());
  }

  @Test
  @Timeout(60)
  void theFirstAnswerAfterALongSilenceIsWatchedToo() throws InterruptedException {
    long max = TimeUnit.SECONDS.toNanos(2);
    try (HoldDeadline deadline = new HoldDeadline(max, overdue::incrementAndGet)) {
      deadline.begin(System.nanoTime());
      deadline.end();
      // It falls asleep after a second without answers.
      TimeUnit.SECONDS.sleep(2);
      int before = overdue.get();
      deadline.begin(System.nanoTime() - max);
      Eventually.holds("it decides", () -> overdue.get() == before + 1);
      assertThat(deadline.end()).isFalse();
    }
  }

  @Test
  @Timeout(60)
  void theEngineWaitsForADecisionThatHasBegun() {
    AtomicInteger decided = new AtomicInteger();
    try (HoldDeadline deadline =
        new HoldDeadline(
            MAX_NANOS,
            () -> {
              overdue.incrementAndGet();
              LockSupport.parkNanos(100_000_000);
              decided.incrementAndGet();
            })) {
      deadline.begin(System.nanoTime());
      Eventually.holds("it has begun", () -> overdue.get() == 1);
      assertThat(deadline.end()).isFalse();
      assertThat(decided.get()).isEqualTo(1);
    }
  }
}
