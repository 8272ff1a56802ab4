package waymark.app.daemon;

import java.util.List;
import java.util.concurrent.TimeUnit;
import waymark.engine.LeaseEvent;

/**
 * A policy in force that somebody has to confirm.
 *
 * @param before what was in force, and comes back unless this is confirmed
 * @param leases what was held then
 * @param end by the clock of {@link System#nanoTime}
 */
record PendingConfirmation(ActivePolicy before, List<LeaseEvent.Held> leases, long end) {

  /** One that begins now. */
  static PendingConfirmation of(ActivePolicy before, List<LeaseEvent.Held> leases, long seconds) {
    return new PendingConfirmation(
        before, leases, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
  }

  /** Rounded up. */
  long secondsLeft() {
    return Math.max(0, TimeUnit.NANOSECONDS.toSeconds(end - System.nanoTime() + 999_999_999));
  }

  /** Returns when its time is over. */
  void await() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(end - System.nanoTime());
  }
}
