package waymark.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatsTest {
  @Test
  void numbersHaveThousands() {
    assertThat(Formats.number(0)).isEqualTo("0");
    assertThat(Formats.number(999)).isEqualTo("999");
    assertThat(Formats.number(1_000)).isEqualTo("1,000");
    assertThat(Formats.number(-123_456)).isEqualTo("-123,456");
    assertThat(Formats.number(Long.MIN_VALUE)).isEqualTo("-9,223,372,036,854,775,808");
  }

  @Test
  void timesHaveTheirTwoGreatestUnits() {
    assertThat(Formats.seconds(0)).isEqualTo("0 s");
    assertThat(Formats.seconds(61)).isEqualTo("1 min 1 s");
    assertThat(Formats.seconds(3_600)).isEqualTo("1 h");
    assertThat(Formats.seconds(3_659)).isEqualTo("1 h");
    assertThat(Formats.seconds(200_000)).isEqualTo("2 d 7 h");
  }
}
