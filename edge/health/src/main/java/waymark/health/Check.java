package waymark.health;

import java.time.Duration;

/**
 * The check of a link.
 *
 * @param probe the probe
 * @param every the interval between probes: 100 ms to an hour
 * @param timeout the time after which a probe has failed: 10 ms to {@code every}
 * @param downAfter the number of consecutive failed probes that turn a link down: 1 to 100
 * @param upAfter the number of consecutive good probes that turn it up again: 1 to 100
 */
public record Check(Probe probe, Duration every, Duration timeout, int downAfter, int upAfter) {
  public static final Duration SHORTEST_EVERY = Duration.ofMillis(100);
  public static final Duration LONGEST_EVERY = Duration.ofHours(1);
  public static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(10);

  /** The default of {@code every}. */
  public static final Duration EVERY = Duration.ofSeconds(5);

  /** The default of {@code timeout} when {@code every} is at least twice as long. */
  public static final Duration TIMEOUT = Duration.ofSeconds(2);

  public static final int DOWN_AFTER = 3;
  public static final int UP_AFTER = 2;

  /** The greatest threshold. */
  public static final int MOST = 100;

  public Check {
    if (every.compareTo(SHORTEST_EVERY) < 0 || every.compareTo(LONGEST_EVERY) > 0) {
      throw new IllegalArgumentException("a probe every " + every);
    }
    if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(every) > 0) {
      throw new IllegalArgumentException(
          "a timeout of " + timeout + " with a probe every " + every);
    }
    if (downAfter < 1 || downAfter > MOST || upAfter < 1 || upAfter > MOST) {
      throw new IllegalArgumentException("down after " + downAfter + ", up after " + upAfter);
    }
  }
}
