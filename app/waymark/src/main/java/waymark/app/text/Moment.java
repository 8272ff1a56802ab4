package waymark.app.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time that a person wrote. {@code 14:03} is a whole minute, a date is a whole day.
 *
 * @param from its begin
 * @param until its end, which does not belong to it
 */
public record Moment(Instant from, Instant until) {
  /** What may be written, to be read after "expected". */
  public static final String EXPECTED =
      "a time such as 10m (ago), 14:03, 14:03:20, 2026-01-31 or '2026-01-31 14:03'";

  private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([smhd])");
  private static final Pattern CLOCK =
      Pattern.compile("(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?([0-9]{2}:[0-9]{2})(:[0-9]{2})?");
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /**
   * Reads a time; a time of day without a date is the last one.
   *
   * @param now with the zone of times that name none
   * @return empty for any other text
   */
  public static Optional<Moment> parse(String text, ZonedDateTime now) {
    try {
      Matcher ago = AGO.matcher(text);
      if (ago.matches()) {
        long number = Long.parseLong(ago.group(1));
        Instant then = now.toInstant().minus(Duration.of(number, unit(ago.group(2))));
        return Optional.of(new Moment(then, then.plusSeconds(1)));
      }
      Matcher clock = CLOCK.matcher(text);
      if (clock.matches()) {
        return Optional.of(clock(clock, now));
      }
      if (DATE.matcher(text).matches()) {
        ZonedDateTime day = LocalDate.parse(text).atStartOfDay(now.getZone());
        return Optional.of(new Moment(day.toInstant(), day.plusDays(1).toInstant()));
      }
      Instant exact = Instant.parse(text);
      return Optional.of(new Moment(exact, exact.plusSeconds(1)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static TemporalUnit unit(String letter) {
    return switch (letter) {
      case "s" -> ChronoUnit.SECONDS;
      case "m" -> ChronoUnit.MINUTES;
      case "h" -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  private static Moment clock(Matcher clock, ZonedDateTime now) {
    boolean seconds = clock.group(3) != null;
    LocalTime time = LocalTime.parse(clock.group(2) + (seconds ? clock.group(3) : ""));
    boolean dated = clock.group(1) != null;
    LocalDate day = dated ? LocalDate.parse(clock.group(1)) : now.toLocalDate();
    ZonedDateTime begin = day.atTime(time).atZone(now.getZone());
    if (!dated && begin.isAfter(now)) {
      begin = day.minusDays(1).atTime(time).atZone(now.getZone());
    }
    return new Moment(
        begin.toInstant(),
        begin.plus(1, seconds ? ChronoUnit.SECONDS : ChronoUnit.MINUTES).toInstant());
  }
}
