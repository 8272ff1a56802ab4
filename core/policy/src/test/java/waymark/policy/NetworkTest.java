package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.0/24, 203.0.113.0, 203.0.113.255",
    "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
    "192.0.2.1/32, 192.0.2.1, 192.0.2.1",
    "2001:db8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff",
    "2001:db8::/65, 2001:db8::, 2001:db8::7fff:ffff:ffff:ffff",
    "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void reachesFromFirstToLast(String text, String first, String last) {
    Network network = Network.parse(text);
    assertThat(network).hasToString(text);
    assertThat(network.first()).hasToString(first);
    assertThat(network.last()).hasToString(last);
  }

  @Test
  void loneAddressIsANetworkOfOne() {
    assertThat(Network.parse("192.0.2.1")).hasToString("192.0.2.1/32");
    assertThat(Network.parse("2001:db8::1")).hasToString("2001:db8::1/128");
  }

  @Test
  void mappedNetworkIsIpv4() {
    assertThat(Network.parse("::ffff:192.0.2.0/120")).isEqualTo(Network.parse("192.0.2.0/24"));
    assertThatThrownBy(() -> Network.parse("::ffff:0.0.0.0/95")).hasMessageContaining("96 to 128");
  }

  @Test
  void familiesAreApart() {
    assertThat(Network.parse("::/0").contains(Address.parse("192.0.2.1"))).isFalse();
    assertThat(Network.parse("0.0.0.0/0").contains(Address.parse("::1"))).isFalse();
  }

  @Test
  void bitsBeyondThePrefixNameTheRightBase() {
    assertThatThrownBy(() -> Network.parse("10.1.2.3/8"))
        .isInstanceOf(SyntaxException.class)
        .hasMessage("'10.1.2.3/8' has bits set beyond its prefix; expected 10.0.0.0/8");
    assertThatThrownBy(() -> new Network(Address.parse("10.1.2.3"), 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.0.0/8");
    assertThat(Network.of(Address.parse("10.1.2.3"), 8)).hasToString("10.0.0.0/8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "::/129",
        "::/1e",
        "example.com",
        "10.0.0.0/0000",
        "10.0.0/8",
        "10.0.0.0/255.0.0.0"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(SyntaxException.class);
  }

  @Property
  void containsWhatLiesBetweenFirstAndLast(
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 128) int prefix,
      @ForAll @IntRange(max = 127) int flip) {
    Address address = new Address(high, low);
    Network network = Network.of(address, prefix);
    Address other =
        new Address(
            flip < 64 ? high ^ 1L << flip : high, flip < 64 ? low : low ^ 1L << (flip - 64));
    assertThat(network.contains(address)).isTrue();
    assertThat(network.contains(other))
        .isEqualTo(network.first().compareTo(other) <= 0 && other.compareTo(network.last()) <= 0);
  }
}
