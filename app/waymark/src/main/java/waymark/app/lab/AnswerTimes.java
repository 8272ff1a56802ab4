package waymark.app.lab;

import java.io.IOException;
import java.util.Arrays;

/**
 * How long a client waits for DNS answers, in microseconds.
 *
 * @param answers how many were measured
 * @param median of the times
 * @param p99 the 99th percentile
 */
public record AnswerTimes(int answers, double median, double p99) {
  static final AnswerTimes NONE = new AnswerTimes(0, 0, 0);

  /** The times of answers in nanoseconds. */
  static AnswerTimes of(long[] nanos) {
    if (nanos.length == 0) {
      return NONE;
    }
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new AnswerTimes(
        sorted.length, micros(sorted[sorted.length / 2]), micros(sorted[sorted.length * 99 / 100]));
  }

  private static double micros(long nanos) {
    return Math.round(nanos / 100.0) / 10.0;
  }

  /**
   * Asks for {@code t0}, {@code t1} and so on with that ending, one after another, on this thread.
   *
   * @param pauseMillis the pause before each question
   */
  static AnswerTimes measure(Browser browser, String suffix, int names, int pauseMillis)
      throws IOException, InterruptedException {
    long[] nanos = new long[names];
    for (int i = 0; i < names; i++) {
      if (pauseMillis > 0) {
        Thread.sleep(pauseMillis);
      }
      nanos[i] = browser.ask("t" + i + suffix, DnsRecord.A).nanos();
    }
    return of(nanos);
  }
}
