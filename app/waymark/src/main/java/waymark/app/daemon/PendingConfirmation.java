package waymark.app.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import waymark.engine.LeaseEvent;

/**
 * A policy on trial: it is rolled back unless somebody confirms it in time.
 *
 * @param before the policy to roll back to
 * @param leases the leases of that policy
 * @param end by the clock of {@link System#nanoTime}
 */
record PendingConfirmation(ActivePolicy before, List<LeaseEvent.Held> leases, long end) {
  private static final Duration NEXT_ATTEMPT = Duration.ofSeconds(5);

  /** A trial that begins now. */
  static PendingConfirmation of(ActivePolicy before, List<LeaseEvent.Held> leases, long seconds) {
    return new PendingConfirmation(
        before, leases, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
  }

  /** Rounded up. */
  long secondsLeft() {
    return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime() + 999_999_999));
  }

  /**
   * Rolls back on a thread of its own when the time is over.
   *
   * @param rollBack whether the trial is over now; it is called again while it is not
   */
  void start(Predicate<PendingConfirmation> rollBack) {
    Thread.ofVirtual().name("waymark-trial").start(() -> await(rollBack));
  }

  private void await(Predicate<PendingConfirmation> rollBack) {
    try {
      TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
      while (!rollBack.test(this)) {
        Thread.sleep(NEXT_ATTEMPT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
