package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MacAddressTest {
  @ParameterizedTest
  @CsvSource({
    "02:00:5e:10:00:01, 02:00:5e:10:00:01",
    "AC-DE-48-00-11-22, ac:de:48:00:11:22",
    "fe:ff:ff:ff:ff:ff, fe:ff:ff:ff:ff:ff",
    "00:00:00:00:00:01, 00:00:00:00:00:01",
  })
  void addressesOfCardsAreRead(String text, String written) {
    assertThat(MacAddress.parse(text)).hasToString(written);
    assertThat(Client.parse("mac:" + text)).hasToString("mac:" + written);
    assertThat(Client.parseAll("mac:" + text)).containsExactly(Client.parse("mac:" + written));
  }

  @ParameterizedTest
  @ValueSource(strings = {"02:00:5e:10:00:01", "02-00-5e-10-00-01"})
  void theWordBeforeItIsNeeded(String text) {
    assertThatThrownBy(() -> Client.parseAll(text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("is a MAC address without a word before it")
        .hasMessageContaining("mac:" + text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02:00:5e:10:00",
        "02:00:5e:10:00:01:02",
        "2:0:5e:10:0:1",
        "02:00:5e:10:00:0g",
        "02005e100001",
        "02:00-5e:10-00:01",
        "0200.5e10.0001",
        "00:00:00:00:00:00",
        "ff:ff:ff:ff:ff:ff",
        "01:00:5e:10:00:01",
        " 02:00:5e:10:00:01"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> Client.parseAll("mac:" + text))
        .isInstanceOf(SyntaxException.class)
        .hasMessageContaining("MAC address");
  }
}
