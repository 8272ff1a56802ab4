package waymark.kernel.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.Network;

class InterfacesTest {
  private static final Interfaces HOST =
      new Interfaces(
          Map.of(
              "lan", on("192.168.1.0/24", "192.168.1.128/25", "2001:db8:1::/64"),
              "isp", on("203.0.113.4/30"),
              "wg0", on("10.9.0.7/32")),
          Set.of(Address.parse("192.168.1.1"), Address.parse("10.9.0.7")),
          Bridges.NONE,
          new InterfaceNames(
              Map.of("office", "lan", "enp0s31f6-of-the-second-floor", "isp", "vpn", "wg0")));

  private static InterfaceState on(String... networks) {
    return new InterfaceState(7, true, 1500, Stream.of(networks).map(Network::parse).toList());
  }

  @Test
  void neighboursAreInTheNetworksOfInterfacesAndInLinkLocalOnes() {
    assertThat(HOST.near())
        .containsExactlyInAnyOrder(
            Network.parse("169.254.0.0/16"),
            Network.parse("fe80::/10"),
            Network.parse("192.168.1.0/24"),
            Network.parse("2001:db8:1::/64"),
            Network.parse("203.0.113.4/30"));
  }

  @Test
  void aNetworkInsideAnotherIsNotNamed() {
    assertThat(HOST.near()).doesNotContain(Network.parse("192.168.1.128/25"));
  }

  @Test
  void anAddressByItselfHasNoNeighbours() {
    assertThat(HOST.near()).doesNotContain(Network.parse("10.9.0.7/32"));
  }

  @Test
  void aClientIsAtTheInterfaceOfItsNetwork() {
    Client[] lan = {new Client.By("lan"), new Client.By("office")};
    assertThat(known("192.168.1.77")).containsExactly(lan);
    assertThat(known("2001:db8:1::77")).containsExactly(lan);
    assertThat(known("203.0.113.6"))
        .containsExactly(new Client.By("enp0s31f6-of-the-second-floor"), new Client.By("isp"));
    assertThat(known("192.168.1.0/24")).isEmpty();
  }

  @Test
  void anInterfaceIsKnownByAllItsNames() {
    assertThat(known("interface:vpn")).containsExactly(new Client.By("vpn"), new Client.By("wg0"));
    assertThat(known("interface:wg0")).containsExactly(new Client.By("vpn"), new Client.By("wg0"));
    assertThat(known("interface:absent")).containsExactly(new Client.By("absent"));
    assertThat(HOST.device("vpn")).isEqualTo(on("10.9.0.7/32"));
    assertThat(HOST.device("absent")).isEqualTo(InterfaceState.ABSENT);
  }

  @Test
  void aFirewallKnowsOneNameOfAnInterface() {
    InterfaceNames names = HOST.names();
    assertThat(names.primary("office")).isEqualTo("lan");
    assertThat(names.primary("lan")).isEqualTo("lan");
    assertThat(names.primary("absent")).isEqualTo("absent");
    assertThat(names.primary("enp0s31f6-of-another-floor")).isEqualTo(InterfaceNames.NOBODY);
  }

  @Test
  void anAddressOfTheHostIsTheHostWhateverNetworkItIsIn() {
    assertThat(known("192.168.1.1")).containsExactly(new Client.Self());
  }

  @Test
  void aClientBehindAnotherRouterIsNowhere() {
    assertThat(known("192.168.2.1")).isEmpty();
  }

  private static List<Client> known(String client) {
    return HOST.known(Client.parse(client));
  }
}
