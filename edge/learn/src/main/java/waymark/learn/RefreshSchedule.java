package waymark.learn;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait from one look to the next: the time itself, or after failures a minute that
 * doubles up to it; each a tenth more or less, so that hosts that started together do not ask
 * together.
 */
record RefreshSchedule(Duration every, RandomGenerator random) {
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);

  /**
   * The time to wait now.
   *
   * @param failures how many there were since the last success
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
