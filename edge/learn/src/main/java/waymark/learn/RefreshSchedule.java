package waymark.learn;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The time between two refreshes: the normal interval, or after failures an exponential backoff
 * from one minute up to that interval. A jitter of ten percent spreads hosts that started together.
 */
record RefreshSchedule(Duration every, RandomGenerator random) {
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

  /**
   * The time until the next refresh.
   *
   * @param failures the number of failures since the last success
   */
  Duration next(int failures) {
    if (failures == 0) {
      return jittered(every);
    }
    Duration retry = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 20));
    return jittered(retry.compareTo(every) < 0 ? retry : every);
  }

  private Duration jittered(Duration time) {
    return Duration.ofMillis((long) (time.toMillis() * (0.9 + 0.2 * random.nextDouble())));
  }
}
