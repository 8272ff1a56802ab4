package waymark.app.lab;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Guests on a bridge of the router that have another gateway, while the kernel shows bridged
 * packets to the firewall ({@code bridge-nf-call-iptables}), and the same guests behind the router.
 */
final class BridgedGuests implements Scenario {
  private static final String CALL =
      """
      nsenter --net=/run/netns/router sh -c '
        for call in iptables ip6tables; do
          echo 1 > /proc/sys/net/bridge/bridge-nf-call-$call
        done'
      """;
  private static final String NO_CALL = CALL.replace("echo 1", "echo 0");

  @Override
  public String title() {
    return "bridge with guests";
  }

  @Override
  public void play(Lab lab) {
    if (!lab.network().hasBridge()) {
      lab.add(OnPlane.notTried(title(), List.of("a bridge in the kernel")));
      return;
    }
    lab.router().remove();
    lab.startRouterWith(lab.router().configuration("", "", Steered.RULES));
    boolean called = SystemCommand.run(CALL).worked();
    String when = called ? "the firewall sees bridged packets" : "no br_netfilter here";
    try (HostThreads guest = new HostThreads(LabNetwork.GUEST, 1)) {
      gateway("192.168.8.3", "fd08::3");
      ownGateway(
          lab, guest, "IPv4", when, List.of("198.19.100.20", "198.19.231.20", "198.18.115.1"));
      if (lab.network().hasIpv6()) {
        ownGateway(
            lab,
            guest,
            "IPv6",
            when,
            List.of("2001:2:0:2:100::20", "2001:2:0:3:231::20", "2001:2:0:1:115::1"));
      }
      gateway("192.168.8.1", "fd08::1");
      new Steered("a guest's", guest, Browser.BY_IPV4).play(lab, title(), when);
    }
    if (called) {
      SystemCommand.require("leave bridged packets alone", NO_CALL);
    }
  }

  /** Connects to addresses of each kind of rule, through the guests' own gateway. */
  private void ownGateway(
      Lab lab, HostThreads guest, String family, String when, List<String> sites) {
    Lab.Counted<List<String>> taken =
        lab.beside(
            () -> {
              List<String> words = new ArrayList<>();
              for (String site : sites) {
                InetAddress address = SiteAddresses.parse(site);
                InetSocketAddress to = new InetSocketAddress(address, SiteServer.PORT);
                words.add(lab.reach(guest, Browser.ANY, to).word());
              }
              return words;
            });
    List<String> expected = List.of("gateway", "gateway", "gateway");
    lab.add(
        Row.of(
            title(),
            "a guest's, by its own gateway, " + family,
            "-",
            String.join(", ", expected),
            String.join(", ", taken.result()),
            taken.wrong(),
            Outcome.of(taken.result().equals(expected) && taken.wrong() == 0),
            when));
  }

  private static void gateway(String ipv4, String ipv6) {
    SystemCommand.require(
        "give the guest a gateway",
        """
        ip -n guest route replace default via %s
        [ ! -e /proc/sys/net/ipv6 ] || ip -n guest -6 route replace default via %s
        """
            .formatted(ipv4, ipv6));
  }
}
