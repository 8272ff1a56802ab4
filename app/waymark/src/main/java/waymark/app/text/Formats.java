package waymark.app.text;

import java.util.List;
import java.util.Locale;

/** Numbers, times and lists as people read them. */
public final class Formats {
  private static final String UNITS = "kMGTPE";

  private Formats() {}

  /** {@code 1,204}. */
  public static String number(long number) {
    String digits = Long.toString(number);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      int left = digits.length() - i;
      if (i > 0 && left % 3 == 0 && digits.charAt(i - 1) != '-') {
        text.append(',');
      }
      text.append(digits.charAt(i));
    }
    return text.toString();
  }

  /** {@code 1 rule}, {@code 2 rules}. */
  public static String count(long number, String noun) {
    return count(number, noun, noun + "s");
  }

  /** {@code 1 address}, {@code 2 addresses}. */
  public static String count(long number, String one, String many) {
    return number(number) + " " + (number == 1 ? one : many);
  }

  /** Links in the order in which they are tried: {@code vpn, else direct}. */
  public static String path(List<String> links) {
    return String.join(", else ", links);
  }

  /** {@code 999 B}, {@code 1.2 kB}, {@code 12.3 MB}: units of a thousand. */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double rest = bytes;
    int unit = -1;
    // Not 1000.0 of a unit, but 1.0 of the next.
    while (rest >= 999.95 && unit < UNITS.length() - 1) {
      rest /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", rest, UNITS.charAt(unit));
  }

  /** The two greatest units: {@code 3 h 12 min}. */
  public static String seconds(long seconds) {
    long[] sizes = {86_400, 3_600, 60, 1};
    String[] units = {"d", "h", "min", "s"};
    for (int i = 0; i < sizes.length - 1; i++) {
      if (seconds >= sizes[i]) {
        long rest = seconds % sizes[i] / sizes[i + 1];
        return seconds / sizes[i]
            + " "
            + units[i]
            + (rest == 0 ? "" : " " + rest + " " + units[i + 1]);
      }
    }
    return seconds + " s";
  }
}
