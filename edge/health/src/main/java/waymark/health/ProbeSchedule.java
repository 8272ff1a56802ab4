package waymark.health;

import java.util.random.RandomGenerator;

/**
 * The times of a link's probes.
 *
 * <p>A link that falls silent right after a good probe must be known as down within {@code
 * downAfter} × {@code every}, including the last timeout. So after a failed probe the interval is
 * shortened to make up for that timeout, but to no less than half of {@code every}, and probes
 * never overlap. A jitter, which only shortens the interval, spreads the probes of many links and
 * hosts.
 */
final class ProbeSchedule {
  private static final double JITTER = 0.05;

  private final Check check;
  private final RandomGenerator random;

  ProbeSchedule(Check check, RandomGenerator random) {
    this.check = check;
    this.random = random;
  }

  /** Nanoseconds until the first probe: soon, but spread over the links. */
  long first() {
    return random.nextLong(Math.min(check.every().toNanos(), 1_000_000_000) / 2);
  }

  /** Nanoseconds from the start of a probe to the start of the next. */
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
