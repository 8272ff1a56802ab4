package waymark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 1, 31, 14, 30, 15, 0, ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "10m, 2026-01-31T13:20:15Z, 2026-01-31T13:20:16Z",
    "36h, 2026-01-30T01:30:15Z, 2026-01-30T01:30:16Z",
    "2d, 2026-01-29T13:30:15Z, 2026-01-29T13:30:16Z",
    "14:03, 2026-01-31T13:03:00Z, 2026-01-31T13:04:00Z",
    "14:03:20, 2026-01-31T13:03:20Z, 2026-01-31T13:03:21Z",
    "14:30, 2026-01-31T13:30:00Z, 2026-01-31T13:31:00Z",
    "2026-01-30, 2026-01-29T23:00:00Z, 2026-01-30T23:00:00Z",
    "2026-01-30 14:03, 2026-01-30T13:03:00Z, 2026-01-30T13:04:00Z",
    "2026-07-01T14:03, 2026-07-01T12:03:00Z, 2026-07-01T12:04:00Z",
    "2026-01-30T14:03:20Z, 2026-01-30T14:03:20Z, 2026-01-30T14:03:21Z",
  })
  void aTimeIsRead(String text, String from, String until) {
    Moment moment = Moment.parse(text, NOW).orElseThrow();
    assertThat(moment.from()).hasToString(from);
    assertThat(moment.until()).hasToString(until);
  }

  @Test
  void aTimeOfDayThatIsStillToComeWasYesterday() {
    assertThat(Moment.parse("15:00", NOW).orElseThrow().from()).hasToString("2026-01-30T14:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10 m", "24:00", "14:3", "yesterday", "2026-02-30", "14:03Z"})
  void anythingElseIsNoTime(String text) {
    assertThat(Moment.parse(text, NOW)).isEmpty();
  }
}
