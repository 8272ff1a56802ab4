package waymark.kernel.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import waymark.netlink.Octets;
import waymark.policy.Address;

class StaticSetsTest {
  @Test
  void anIntervalEndsBeforeTheNextKey() {
    assertThat(end("203.0.113.255")).isEqualTo(key("203.0.114.0"));
    assertThat(end("2001:db8::ffff")).isEqualTo(key("2001:db8::1:0"));
  }

  @Test
  void anIntervalUpToTheLastKeyHasNoEnd() {
    assertThat(end("255.255.255.255")).isEqualTo(Octets.of());
    assertThat(end("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).isEqualTo(Octets.of());
  }

  @Test
  void anIntervalOfIpv6MayEndBeforeTheMappedAddresses() {
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    assertThat(end("::fffe:ffff:ffff")).isEqualTo(Octets.of(mapped));
  }

  private static Octets end(String last) {
    return StaticSets.end(Address.parse(last));
  }

  private static Octets key(String address) {
    return Octets.of(Address.parse(address).bytes());
  }
}
