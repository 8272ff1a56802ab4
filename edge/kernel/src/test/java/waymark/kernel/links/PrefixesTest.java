package waymark.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Network;

class PrefixesTest {
  @Property
  void networksComeBackFromNetlinksRecords(
      @ForAll boolean ipv4,
      @ForAll long high,
      @ForAll long low,
      @ForAll @IntRange(max = 128) int length) {
    Network network =
        ipv4
            ? Network.of(Address.ofIpv4((int) low), length % 33)
            : Network.of(new Address(high, low), length);
    assertThat(Prefixes.network(Prefixes.of(network))).isEqualTo(network);
  }

  @Test
  void anIpv4AddressInIpv6StaysIpv6() {
    assertThat(Prefixes.inet(Address.parse("2001:2::7")).getHostAddress())
        .isEqualTo("2001:2:0:0:0:0:0:7");
    assertThat(Prefixes.inet(Address.parse("198.18.0.7")).getHostAddress()).isEqualTo("198.18.0.7");
  }
}
