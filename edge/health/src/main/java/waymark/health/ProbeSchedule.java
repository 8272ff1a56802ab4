package waymark.health;

import java.util.random.RandomGenerator;

/**
 * When a link is probed.
 *
 * <p>A link that falls silent right after a good probe is to be known as down within {@code
 * downAfter} × {@code every}, the last timeout included. So the probes of a link in doubt come
 * closer by what that timeout takes, but never faster than twice the pace of {@code every} and
 * never two at a time. A little chance, only ever towards earlier, keeps the probes of many links
 * and many hosts apart.
 */
final class ProbeSchedule {
  private static final double JITTER = 0.05;

  private final Check check;
  private final RandomGenerator random;

  ProbeSchedule(Check check, RandomGenerator random) {
    this.check = check;
    this.random = random;
  }

  /** Nanoseconds until the first probe: soon, but not that of every link at once. */
  long first() {
    return random.nextLong(Math.min(check.every().toNanos(), 1_000_000_000) / 2);
  }

  /** Nanoseconds from the beginning of a probe to that of the next. */
  long next(Health health) {
    long every = check.every().toNanos();
    long timeout = check.timeout().toNanos();
    long interval = every;
    if (check.downAfter() == 1) {
      interval = Math.max(every / 2, every - timeout);
    } else if (health.isInDoubt()) {
      interval = Math.max(every / 2, every - timeout / (check.downAfter() - 1));
    }
    return interval - (long) (random.nextDouble() * JITTER * interval);
  }
}
