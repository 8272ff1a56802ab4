package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** The scenarios beside other tools, in order. */
final class Neighbours {
  private Neighbours() {}

  /**
   * All of them.
   *
   * @param networks in the list that is applied under load
   * @param rounds how often it is applied, and how often the daemon restarts
   */
  static List<Scenario> all(int networks, int rounds) {
    return List.of(
        new Blackhole(),
        Neighbour.of("wg-quick", Tool.withTunnel("wg-quick", "wg", "wg-quick"))
            .with(Neighbours::rulesFirst),
        Neighbour.of("Docker", Tool.of("docker", "iptables", "iptables-restore"))
            .with(Neighbours::container),
        Neighbour.of("firewalld", Tool.of("firewalld")),
        Neighbour.of("mwan3", Tool.of("mwan3", "iptables-restore", "ip6tables-restore"))
            .with("marks: { priority: 900 }\n"),
        Neighbour.of("Tailscale", Tool.of("tailscale", "iptables", "ip6tables")),
        Neighbour.of("QoS marks", Tool.of("qos", "iptables", "ip6tables")),
        Neighbour.of("zapret", Tool.of("zapret")).with(Neighbours::keptMarks),
        Neighbour.of("ip rules", Tool.of("rules")).with("marks: { priority: 4000 }\n"),
        new DnsFilter(),
        new BridgedGuests(),
        new PortForwards(),
        new OutsideCallers(),
        new Busy(networks, rounds));
  }

  /** What a container sends, and what it serves. */
  private static void container(Lab lab, String scenario, String when) {
    try (HostThreads threads = new HostThreads("container", 1)) {
      Steered container = new Steered("a container's", threads, Browser.BY_IPV4);
      lab.add(container.row(lab, scenario, when, DnsRecord.A));
    }
    SiteServer server = SiteServer.open("container", Uplink.GUEST, SiteServer.PORT);
    try (server;
        HostThreads first = new HostThreads(LabNetwork.ISP1, 1);
        HostThreads second = new HostThreads(LabNetwork.ISP2, 1)) {
      published(lab, scenario, when, first, "198.18.116.9", "10.1.0.2");
      published(lab, scenario, when, second, "198.19.116.9", lab.second().address());
    } catch (IOException e) {
      throw new LabException("cannot close the container's server: " + e.getMessage(), e);
    }
  }

  private static void published(
      Lab lab, String scenario, String when, HostThreads threads, String from, String router) {
    InetSocketAddress caller = new InetSocketAddress(SiteAddresses.parse(from), 0);
    InetSocketAddress port = new InetSocketAddress(SiteAddresses.parse(router), 8_081);
    Lab.Counted<Uplink> reached = lab.beside(() -> lab.reach(threads, caller, port));
    lab.add(
        Row.of(
            scenario,
            from + " to the published port",
            "-",
            Uplink.GUEST.word(),
            reached.result().word(),
            reached.wrong(),
            Outcome.of(reached.result() == Uplink.GUEST && reached.wrong() == 0),
            when));
  }

  /** While wg-quick's rules come first, traffic of rules fails, but does not stray. */
  private static void rulesFirst(Lab lab, String scenario, String when) {
    Tool tool = Tool.of("wg-quick");
    tool.run(lab, "first");
    InetAddress site = SiteAddresses.parse("198.19.100.60");
    Lab.Counted<Uplink> taken =
        lab.beside(() -> lab.client().run(() -> Browser.visit(site, Duration.ofSeconds(2))));
    boolean told = lab.router().conflicts().contains("ip rule");
    tool.run(lab, "behind");
    boolean quiet = !lab.router().conflicts().contains("ip rule");
    lab.add(
        Row.of(
            scenario,
            "forwarded, IPv4, its ip rules before Waymark's",
            "vpn",
            "nothing, and check --host says so",
            taken.result().word() + (told && quiet ? ", and check --host says so" : ""),
            taken.wrong(),
            Outcome.of(taken.result() == Uplink.SILENT && told && quiet && taken.wrong() == 0),
            "dropped by the guard"));
  }

  /** Whether zapret still knows its own packets, those that Waymark has no rule for. */
  private static void keptMarks(Lab lab, String scenario, String when) {
    lab.inRouter()
        .run(
            () ->
                lab.visitor()
                    .visit(
                        Browser.ANY,
                        new InetSocketAddress(
                            SiteAddresses.parse("198.18.113.2"), SiteServer.OTHER_PORT)));
    String counted =
        SystemCommand.require(
            "read the tool's counters",
            "nsenter --net=/run/netns/router nft list counter inet zapret lost");
    boolean kept = counted.contains("packets 0 ");
    lab.add(
        Row.of(
            scenario,
            "packets with the tool's mark 0x40000000",
            "default",
            "keep it",
            kept ? "keep it" : "lose it",
            0,
            Outcome.of(kept),
            when));
  }
}
