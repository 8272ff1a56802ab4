package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.app.lab.SiteAddresses.Block;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Network;

class SiteAddressesTest {
  @Test
  void addressesAreOfTheirBlockAndNoneComesTwice() {
    SiteAddresses addresses = new SiteAddresses();
    Set<InetAddress> all = new HashSet<>();
    int count = 0;
    for (Block block : Block.values()) {
      for (int i = 0; i < 3_000; i++) {
        InetAddress ipv4 = addresses.ipv4(block);
        InetAddress ipv6 = addresses.ipv6(block);
        assertThat(isIn(ipv4, block.ipv4())).isTrue();
        assertThat(isIn(ipv6, block.ipv6())).isTrue();
        all.add(ipv4);
        all.add(ipv6);
        count += 2;
      }
    }
    assertThat(all)
        .hasSize(count)
        .allMatch(address -> !isIn(address, SiteAddresses.STATIC_IPV4))
        .allMatch(address -> !isIn(address, SiteAddresses.STATIC_IPV6));
  }

  @Test
  void staticNetworksBelongToTheSecondLinkAndAllMayBeLearned() {
    InetAddress ipv4 = InetAddress.ofLiteral("198.19.100.7");
    InetAddress ipv6 = InetAddress.ofLiteral("2001:2:0:2:100::7");
    assertThat(isIn(ipv4, Block.ISP2.ipv4())).isTrue();
    assertThat(isIn(ipv6, Block.ISP2.ipv6())).isTrue();
    assertThat(AddressClass.of(Address.of(ipv4.getAddress()))).isEqualTo(AddressClass.ORDINARY);
    assertThat(AddressClass.of(Address.of(ipv6.getAddress()))).isEqualTo(AddressClass.ORDINARY);
  }

  private static boolean isIn(InetAddress address, String network) {
    return Network.parse(network).contains(Address.of(address.getAddress()));
  }
}
