package waymark.bench;

import java.util.Arrays;
import java.util.Locale;

/** Times in nanoseconds. */
final class Samples {
  private long[] values;
  private int count;
  private boolean sorted;

  Samples() {
    this(1024);
  }

  /** With room for so many, so that to add them allocates nothing. */
  Samples(int room) {
    values = new long[room];
  }

  void add(long nanos) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
    }
    values[count++] = nanos;
    sorted = false;
  }

  int count() {
    return count;
  }

  /** The value that so many of a hundred do not exceed; 0 of nothing. */
  long percentile(double of100) {
    if (count == 0) {
      return 0;
    }
    if (!sorted) {
      Arrays.sort(values, 0, count);
      sorted = true;
    }
    return values[Math.clamp((int) Math.ceil(count * of100 / 100) - 1, 0, count - 1)];
  }

  long median() {
    return percentile(50);
  }

  /** Nanoseconds as text in microseconds, with as many digits as mean something. */
  static String micros(long nanos) {
    double micros = nanos / 1e3;
    double size = Math.abs(micros);
    return String.format(Locale.ROOT, size < 10 ? "%,.2f" : size < 100 ? "%,.1f" : "%,.0f", micros);
  }

  static String millis(long nanos) {
    return String.format(Locale.ROOT, "%,.0f", nanos / 1e6);
  }

  /** How many times as much, as text. */
  static String ratio(long more, long less) {
    double ratio = (double) more / less;
    return String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%,.0f", ratio);
  }
}
