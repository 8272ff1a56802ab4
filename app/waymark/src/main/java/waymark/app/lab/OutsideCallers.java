package waymark.app.lab;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Two lines with callers from outside: replies leave by the line that the call came in by,
 * whichever rule the caller's address has.
 */
final class OutsideCallers implements Scenario {
  private static final int FORWARDED_PORT = 8081;
  private static final String FORWARD =
      """
      nsenter --net=/run/netns/router nft -f - <<-END
      table inet forwards {
        chain prerouting { type nat hook prerouting priority dstnat;
          iifname != lan fib daddr type local meta nfproto ipv4 tcp dport 8081 dnat ip to 192.168.8.2:80
          iifname != lan fib daddr type local meta nfproto ipv6 tcp dport 8081 dnat ip6 to [fd08::2]:80
        }
      }
      END
      """;

  @Override
  public String title() {
    return "callers from outside";
  }

  /** A caller, and the router's address of the line that it uses. */
  private record Caller(String host, String from, String router, String about) {}

  @Override
  public void play(Lab lab) {
    if (!lab.network().hasBridge()) {
      lab.add(OnPlane.notTried(title(), List.of("a bridge in the kernel")));
      return;
    }
    lab.router().remove();
    SystemCommand.require("forward a port", FORWARD);
    lab.startRouterWith(lab.router().configuration("", "", Steered.RULES));
    boolean tunnel = lab.second().isTunnel();
    String second = lab.second().address();
    play(lab, new Caller(LabNetwork.ISP1, "198.18.116.1", "10.1.0.2", "no rule"));
    play(lab, new Caller(LabNetwork.ISP2, "198.19.116.1", second, "no rule"));
    play(lab, new Caller(LabNetwork.ISP2, "198.19.100.40", second, "a rule for isp2"));
    // Not counted: its block belongs to either line.
    play(lab, new Caller(LabNetwork.ISP1, "198.18.130.1", "10.1.0.2", "no rule"));
    if (lab.network().hasIpv6()) {
      String second6 = tunnel ? "fd03::2" : "fd02::2";
      play(lab, new Caller(LabNetwork.ISP1, "2001:2:0:1:116::1", "fd01::2", "no rule"));
      play(lab, new Caller(LabNetwork.ISP2, "2001:2:0:2:116::1", second6, "no rule"));
      play(lab, new Caller(LabNetwork.ISP2, "2001:2:0:2:100::40", second6, "a rule for isp2"));
    }
    SystemCommand.require(
        "forward nothing", "nsenter --net=/run/netns/router nft delete table inet forwards");
  }

  private void play(Lab lab, Caller caller) {
    play(lab, caller, SiteServer.ROUTER_PORT, Uplink.ROUTER);
    play(lab, caller, FORWARDED_PORT, Uplink.GUEST);
  }

  private void play(Lab lab, Caller caller, int port, Uplink expected) {
    InetSocketAddress from = new InetSocketAddress(SiteAddresses.parse(caller.from()), 0);
    InetSocketAddress to = new InetSocketAddress(SiteAddresses.parse(caller.router()), port);
    try (HostThreads threads = new HostThreads(caller.host(), 1)) {
      Lab.Counted<Uplink> taken = lab.beside(() -> lab.reach(threads, from, to));
      lab.add(
          Row.of(
              title(),
              caller.from() + " by " + caller.host(),
              caller.about(),
              expected.word(),
              taken.result().word(),
              taken.wrong(),
              Outcome.of(taken.result() == expected && taken.wrong() == 0),
              ""));
    }
  }
}
