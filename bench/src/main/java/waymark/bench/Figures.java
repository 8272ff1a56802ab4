package waymark.bench;

import java.util.Locale;

/** Numbers as the tables have them. */
final class Figures {
  private Figures() {}

  static String whole(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String rounded(double number) {
    return String.format(Locale.ROOT, "%,.0f", number);
  }

  /** With one digit after the point. */
  static String tenths(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }
}
