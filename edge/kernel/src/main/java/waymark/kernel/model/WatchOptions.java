package waymark.kernel.model;

import java.time.Duration;

/**
 * How it is noticed what others change in the kernel.
 *
 * @param notices whether the kernel's notices are listened to
 * @param compareEvery so often all of it is compared besides
 */
public record WatchOptions(boolean notices, Duration compareEvery) {
  public static final WatchOptions DEFAULT = new WatchOptions(true, Duration.ofMinutes(1));
}
