package waymark.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoutePrefixTest {
  /** {@code 203.0.113.0/24}, {@code 2001:db8::/32}, or an address alone. */
  static RoutePrefix prefix(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address = InetAddress.ofLiteral(parts[0]);
    return parts.length == 1
        ? RoutePrefix.of(address)
        : new RoutePrefix(address, Integer.parseInt(parts[1]));
  }

  @Property(tries = 500)
  void theNetworkHasTheLeadingBitsAlone(
      @ForAll @Size(16) byte[] bytes, @ForAll @IntRange(max = 128) int length) {
    RoutePrefix prefix = RoutePrefix.of(AddressFamily.address(bytes), length);
    BigInteger expected = new BigInteger(1, bytes).shiftRight(128 - length).shiftLeft(128 - length);
    assertThat(new BigInteger(1, prefix.address().getAddress())).isEqualTo(expected);
    assertThat(prefix.length()).isEqualTo(length);
  }

  @Test
  void bitsBehindTheLengthAreRefused() {
    assertThat(prefix("203.0.113.0/24"))
        .isEqualTo(RoutePrefix.of(InetAddress.ofLiteral("203.0.113.9"), 24));
    assertThat(prefix("0.0.0.0/0")).isEqualTo(RoutePrefix.ALL_IPV4);
    for (String wrong : new String[] {"203.0.113.1/24", "1.2.3.4/33", "::/129"}) {
      assertThatThrownBy(() -> prefix(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void mappedAddressesStayIpv6() {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    assertThat(RoutePrefix.of(AddressFamily.address(mapped), 96).family())
        .isEqualTo(AddressFamily.IPV6);
  }
}
