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
  @Property(tries = 500)
  void theNetworkHasTheLeadingBitsAlone(
      @ForAll @Size(16) byte[] bytes, @ForAll @IntRange(max = 128) int length) {
    RoutePrefix prefix = RoutePrefix.of(AddressFamily.address(bytes), length);
    BigInteger expected = new BigInteger(1, bytes).shiftRight(128 - length).shiftLeft(128 - length);
    assertThat(new BigInteger(1, prefix.address().getAddress())).isEqualTo(expected);
    assertThat(prefix.length()).isEqualTo(length);
  }

  @Test
  void textIsRead() {
    assertThat(RoutePrefix.parse("203.0.113.0/24"))
        .isEqualTo(RoutePrefix.of(InetAddress.ofLiteral("203.0.113.9"), 24));
    assertThat(RoutePrefix.parse("2001:db8::1").length()).isEqualTo(128);
    assertThat(RoutePrefix.parse("0.0.0.0/0")).isEqualTo(RoutePrefix.ALL_IPV4);
    for (String wrong : new String[] {"203.0.113.1/24", "1.2.3.4/33", "::/129", "1.2.3.4/x", ""}) {
      assertThatThrownBy(() -> RoutePrefix.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
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
