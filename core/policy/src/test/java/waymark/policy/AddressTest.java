package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "0.0.0.0, 0.0.0.0",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "2001:0db8:0:0:0:0:0:1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::ffff:c000:201, 192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "1:2:3:4:5:6:192.0.2.1, 1:2:3:4:5:6:c000:201",
  })
  void everyNotationIsReadAndOneIsWritten(String text, String written) {
    assertThat(Address.parse(text)).hasToString(written);
    assertThat(Address.parse(written)).isEqualTo(Address.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        ":",
        ":::",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "1.2.3.",
        ".1.2.3",
        "1..2.3",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "-1.2.3.4",
        "1.2.3.a",
        "99999999999.1.1.1",
        "١.2.3.4",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "12345::",
        "g::",
        "1:",
        ":1",
        "::1:",
        "fe80::1%eth0",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1.2.3.4::",
        "::1.2.3",
        "::１",
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(SyntaxException.class);
  }

  @Test
  void ipv4IsKeptAsMapped() {
    Address address = Address.ofIpv4(0xc0000201);
    assertThat(address.isIpv4()).isTrue();
    assertThat(address.ipv4()).isEqualTo(0xc0000201);
    assertThat(address.width()).isEqualTo(32);
    assertThat(address.bytes()).containsExactly(192, 0, 2, 1);
    assertThat(Address.parse("::1").isIpv4()).isFalse();
    assertThatThrownBy(() -> Address.of(new byte[5])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void orderIsThatOfUnsignedNumbers() {
    assertThat(Address.parse("8000::")).isGreaterThan(Address.parse("1::"));
    assertThat(Address.parse("1::8000:0:0:0")).isGreaterThan(Address.parse("1::1"));
    assertThat(Address.parse("1.2.3.4")).isGreaterThan(Address.parse("::1"));
  }

  @Property
  void bytesAndTextGoBothWays(@ForAll long high, @ForAll long low) throws UnknownHostException {
    Address address = new Address(high, low);
    assertThat(Address.of(address.bytes())).isEqualTo(address);
    assertThat(Address.parse(address.toString())).isEqualTo(address);
    assertThat(InetAddress.getByName(address.toString()).getAddress()).isEqualTo(address.bytes());
    assertThat(address.next().previous()).isEqualTo(address);
  }

  @Property
  void shortIpv6TextGoesBothWays(@ForAll short a, @ForAll short b, @ForAll byte where)
      throws UnknownHostException {
    long one = (a & 0xffffL) << (where & 48);
    long two = (b & 0xffffL) << (where >> 2 & 48);
    Address address = new Address(one, two);
    assertThat(Address.parse(address.toString())).isEqualTo(address);
    assertThat(InetAddress.getByName(address.toString()).getAddress()).isEqualTo(address.bytes());
  }

  @Property
  void ipv4TextGoesBothWays(@ForAll int bits) throws UnknownHostException {
    Address address = Address.ofIpv4(bits);
    assertThat(Address.of(address.bytes())).isEqualTo(address);
    assertThat(Address.parse(address.toString())).isEqualTo(address);
    assertThat(InetAddress.getByName(address.toString()).getAddress()).isEqualTo(address.bytes());
  }

  @Property
  void garbageIsRefusedByNothingButSyntaxException(@ForAll String text) {
    try {
      assertThat(Address.parse(text)).isNotNull();
    } catch (SyntaxException e) {
      assertThat(e).hasMessageContaining(e.expected());
    }
  }
}
