package waymark.app.config;

import java.time.Duration;
import java.util.Optional;

/** Reads single words: numbers, flags, times. */
final class Scalar {
  /** Of a number in front of a unit. */
  private static final int MOST_DIGITS = 9;

  /** More is too much in any case, and would not fit. */
  private static final long MOST_TERA = 1_000_000;

  private Scalar() {}

  /** An unquoted decimal or 0x number of up to 15 digits. */
  static Optional<Long> integer(Value.Text value) {
    String text = value.text();
    if (value.form() == Value.Form.QUOTED || text.isEmpty()) {
      return Optional.empty();
    }
    boolean negative = text.charAt(0) == '-';
    boolean hex = text.startsWith("0x");
    int from = hex ? 2 : negative ? 1 : 0;
    if (from == text.length() || text.length() - from > 15) {
      return Optional.empty();
    }
    long number = 0;
    for (int i = from; i < text.length(); i++) {
      int digit = text.charAt(i) < 128 ? Character.digit(text.charAt(i), hex ? 16 : 10) : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      number = number * (hex ? 16 : 10) + digit;
    }
    return Optional.of(negative ? -number : number);
  }

  /** An unquoted true or false, in the three spellings of YAML 1.2. */
  static Optional<Boolean> flag(Value.Text value) {
    if (value.form() == Value.Form.QUOTED) {
      return Optional.empty();
    }
    return switch (value.text()) {
      case "true", "True", "TRUE" -> Optional.of(true);
      case "false", "False", "FALSE" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  /** A whole number and a unit: ms, s, m, h or d. */
  static Optional<Duration> duration(String text) {
    int digits = digits(text);
    if (digits == 0 || digits > MOST_DIGITS) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "ms" -> Optional.of(Duration.ofMillis(number));
      case "s" -> Optional.of(Duration.ofSeconds(number));
      case "m" -> Optional.of(Duration.ofMinutes(number));
      case "h" -> Optional.of(Duration.ofHours(number));
      case "d" -> Optional.of(Duration.ofDays(number));
      default -> Optional.empty();
    };
  }

  /** A whole number and a unit, in bytes: kB, MB, GB, TB, or KiB, MiB, GiB, TiB. */
  static Optional<Long> size(String text) {
    int digits = digits(text);
    if (digits == 0 || digits > MOST_DIGITS) {
      return Optional.empty();
    }
    long number = Long.parseLong(text.substring(0, digits));
    return switch (text.substring(digits)) {
      case "kB" -> Optional.of(number * 1_000);
      case "MB" -> Optional.of(number * 1_000_000);
      case "GB" -> Optional.of(number * 1_000_000_000);
      case "TB" -> Optional.of(Math.min(number, MOST_TERA) * 1_000_000_000_000L);
      case "KiB" -> Optional.of(number << 10);
      case "MiB" -> Optional.of(number << 20);
      case "GiB" -> Optional.of(number << 30);
      case "TiB" -> Optional.of(Math.min(number, MOST_TERA) << 40);
      default -> Optional.empty();
    };
  }

  /** With how many digits a text begins. */
  private static int digits(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
      digits++;
    }
    return digits;
  }

  /** Writes a time in the unit of another text, if that unit divides it. */
  static String text(Duration time, String unitOf) {
    String unit = unitOf.substring(digits(unitOf));
    Duration one = duration("1" + unit).orElse(time);
    return time.equals(one.multipliedBy(time.dividedBy(one)))
        ? time.dividedBy(one) + unit
        : text(time);
  }

  /** Writes a time in the largest unit that divides it. */
  static String text(Duration time) {
    long millis = time.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
