package waymark.kernel.model;

import java.time.Duration;

/**
 * How changes by other processes are noticed.
 *
 * @param notices whether netlink events are used
 * @param compareEvery the shortest time between two full comparisons
 */
public record WatchOptions(boolean notices, Duration compareEvery) {
  /** Events, and a comparison every minute. */
  public static final WatchOptions DEFAULT = new WatchOptions(true, Duration.ofMinutes(1));
}
