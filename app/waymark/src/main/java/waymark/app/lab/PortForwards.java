package waymark.app.lab;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Addresses that another table translates, for forwarded connections and for the router's own: to
 * an address of a rule, to a blocked one, to a host of the LAN, and from an address of a rule.
 */
final class PortForwards implements Scenario {
  private static final String MAPS =
      """
          ip daddr 198.18.129.1 dnat ip to 198.19.100.30
          ip daddr 198.18.129.2 dnat ip to 198.19.231.30
          ip daddr 198.18.129.3 dnat ip to 192.168.8.2
          ip daddr 198.19.100.31 dnat ip to 192.168.8.2
          ip daddr 198.19.100.32 dnat ip to 198.18.129.4
      """;
  private static final String MAPS_IPV6 =
      """
          ip6 daddr 2001:2:0:4:129::1 dnat ip6 to 2001:2:0:2:100::30
          ip6 daddr 2001:2:0:4:129::2 dnat ip6 to 2001:2:0:3:231::30
          ip6 daddr 2001:2:0:4:129::3 dnat ip6 to fd08::2
          ip6 daddr 2001:2:0:2:100::31 dnat ip6 to fd08::2
          ip6 daddr 2001:2:0:2:100::32 dnat ip6 to 2001:2:0:4:129::4
      """;
  private static final List<Uplink> EXPECTED =
      List.of(Uplink.ISP2, Uplink.REFUSED, Uplink.GUEST, Uplink.GUEST, Uplink.ISP1);
  private static final List<String> SITES =
      List.of("198.18.129.1", "198.18.129.2", "198.18.129.3", "198.19.100.31", "198.19.100.32");
  private static final List<String> SITES_IPV6 =
      List.of(
          "2001:2:0:4:129::1",
          "2001:2:0:4:129::2",
          "2001:2:0:4:129::3",
          "2001:2:0:2:100::31",
          "2001:2:0:2:100::32");
  private static final List<String> WHAT =
      List.of(
          "to an address of a rule",
          "to a blocked address",
          "to a host of the LAN",
          "a rule's address, to a host of the LAN",
          "a rule's address, to another");

  @Override
  public String title() {
    return "DNAT";
  }

  @Override
  public void play(Lab lab) {
    if (!lab.network().hasBridge()) {
      lab.add(OnPlane.notTried(title(), List.of("a bridge in the kernel")));
      return;
    }
    lab.router().remove();
    translate(lab);
    lab.startRouterWith(lab.router().configuration("", "", Steered.RULES));
    play(lab, "the table was first");
    SystemCommand.require(
        "translate nothing", "nsenter --net=/run/netns/router nft delete table inet forwards");
    translate(lab);
    play(lab, "Waymark was first");
    SystemCommand.require(
        "translate nothing", "nsenter --net=/run/netns/router nft delete table inet forwards");
  }

  private static void translate(Lab lab) {
    String maps = lab.network().hasIpv6() ? MAPS + MAPS_IPV6 : MAPS;
    SystemCommand.require(
        "translate addresses",
        """
        nsenter --net=/run/netns/router nft -f - <<-END
        table inet forwards {
          chain prerouting { type nat hook prerouting priority dstnat;
        %s
          }
          chain output { type nat hook output priority -100;
        %s
          }
        }
        END
        """
            .formatted(maps, maps));
  }

  private void play(Lab lab, String when) {
    for (int i = 0; i < SITES.size(); i++) {
      play(lab, lab.client(), "forwarded", i, when);
      play(lab, lab.inRouter(), "the router's own", i, when);
    }
  }

  private void play(Lab lab, HostThreads host, String sender, int i, String when) {
    String sites = lab.network().hasIpv6() ? SITES.get(i) + " " + SITES_IPV6.get(i) : SITES.get(i);
    for (String site : sites.split(" ", -1)) {
      InetSocketAddress to = new InetSocketAddress(SiteAddresses.parse(site), SiteServer.PORT);
      Lab.Counted<Uplink> taken = lab.beside(() -> lab.reach(host, Browser.ANY, to));
      lab.add(
          Row.of(
              title(),
              sender + ", " + (site.contains(":") ? "IPv6" : "IPv4") + ", " + WHAT.get(i),
              "-",
              EXPECTED.get(i).word(),
              taken.result().word(),
              taken.wrong(),
              Outcome.of(taken.result() == EXPECTED.get(i) && taken.wrong() == 0),
              when));
    }
  }
}
