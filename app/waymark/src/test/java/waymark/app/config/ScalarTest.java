package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ScalarTest {
  private static Value.Text plain(String text) {
    return new Value.Text(Place.WHOLE, text, Value.Form.PLAIN);
  }

  @Test
  void timesHaveAUnit() {
    assertThat(Scalar.duration("100ms")).contains(Duration.ofMillis(100));
    assertThat(Scalar.duration("5s")).contains(Duration.ofSeconds(5));
    assertThat(Scalar.duration("2m")).contains(Duration.ofMinutes(2));
    assertThat(Scalar.duration("12h")).contains(Duration.ofHours(12));
    assertThat(Scalar.duration("1d")).contains(Duration.ofDays(1));
    assertThat(Scalar.duration("5")).isEmpty();
    assertThat(Scalar.duration("s")).isEmpty();
    assertThat(Scalar.duration("-5s")).isEmpty();
    assertThat(Scalar.duration("5 s")).isEmpty();
    assertThat(Scalar.duration("9999999999s")).isEmpty();
  }

  @Property
  void aTimeWrittenIsReadAgain(@ForAll @LongRange(min = 0, max = 999_999_999) long millis) {
    Duration time = Duration.ofMillis(millis);
    assertThat(Scalar.duration(Scalar.text(time))).contains(time);
  }

  @Test
  void numbersAreDecimalOrHex() {
    assertThat(Scalar.integer(plain("0xff000000"))).contains(0xff00_0000L);
    assertThat(Scalar.integer(plain("-12"))).contains(-12L);
    assertThat(Scalar.integer(plain("0x"))).isEmpty();
    assertThat(Scalar.integer(plain("-"))).isEmpty();
    assertThat(Scalar.integer(plain("1.0"))).isEmpty();
    assertThat(Scalar.integer(plain("１"))).isEmpty();
    assertThat(Scalar.integer(plain("1234567890123456"))).isEmpty();
    assertThat(Scalar.integer(new Value.Text(Place.WHOLE, "1", Value.Form.QUOTED))).isEmpty();
  }
}
