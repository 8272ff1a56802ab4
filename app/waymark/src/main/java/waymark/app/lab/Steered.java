package waymark.app.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import waymark.app.lab.SiteAddresses.Block;

/**
 * The traffic of one host that Waymark steers: new names of each kind of rule, connections to them,
 * and datagrams.
 *
 * @param sender where it comes from
 * @param threads of that host
 * @param server that the host asks for names
 */
record Steered(String sender, HostThreads threads, Browser server) {
  private static final int DATAGRAMS = 12;
  private static final String VPN = ".isp2.neighbour.example";
  private static final String OTHER = ".other.neighbour.example";
  private static final String BLOCKED = ".blocked.neighbour.example";

  /** The rules that all scenarios beside neighbours use. */
  static final List<String> RULES =
      List.of(
          "- { name: vpn, to: isp2, domains: [isp2.neighbour.example], networks: ["
              + SiteAddresses.STATIC_IPV4
              + ", \""
              + SiteAddresses.STATIC_IPV6
              + "\"] }",
          "- { name: blocked, to: block, domains: [blocked.neighbour.example], networks:"
              + " [198.19.231.0/24, \"2001:2:0:3:231::/80\"] }");

  /**
   * Sends it, and adds a row for each address family.
   *
   * @param when what has happened before, for people
   */
  void play(Lab lab, String scenario, String when) {
    lab.add(row(lab, scenario, when, DnsRecord.A));
    if (lab.network().hasIpv6()) {
      lab.add(row(lab, scenario, when, DnsRecord.AAAA));
    }
  }

  /** Sends it by one address family. */
  Row row(Lab lab, String scenario, String when, int type) {
    boolean ipv6 = type == DnsRecord.AAAA;
    String number = Integer.toString(lab.nextName());
    lab.zone().put(number + VPN, address(lab, ipv6, Block.ISP2));
    lab.zone().put(number + OTHER, address(lab, ipv6, Block.ISP1));
    lab.zone().put(number + BLOCKED, address(lab, ipv6, Block.NOWHERE));
    List<String> problems = new ArrayList<>();
    long before = lab.firstPackets().astray();
    threads.run(
        () -> {
          named(lab, number + VPN, type, Uplink.ISP2, problems::add);
          named(lab, number + OTHER, type, Uplink.ISP1, problems::add);
          named(lab, number + BLOCKED, type, Uplink.REFUSED, problems::add);
          datagrams(
              lab,
              ipv6 ? DatagramSites.ISP2_IPV6 : DatagramSites.ISP2_IPV4,
              Uplink.ISP2,
              problems::add);
          datagrams(
              lab,
              ipv6 ? DatagramSites.ISP1_IPV6 : DatagramSites.ISP1_IPV4,
              Uplink.ISP1,
              problems::add);
          return problems;
        });
    long astray = lab.firstPackets().astray() - before;
    lab.tally().astray(astray);
    String expected = "isp2, isp1, " + Uplink.REFUSED.word() + "; datagrams isp2, isp1";
    return Row.of(
        scenario,
        sender + (ipv6 ? ", IPv6" : ", IPv4"),
        "vpn, default, blocked",
        expected,
        problems.isEmpty() ? expected : String.join("; ", new LinkedHashSet<>(problems)),
        astray,
        Outcome.of(problems.isEmpty() && astray == 0),
        when);
  }

  private static InetAddress address(Lab lab, boolean ipv6, Block block) {
    return ipv6 ? lab.addresses().ipv6(block) : lab.addresses().ipv4(block);
  }

  private void named(Lab lab, String name, int type, Uplink expected, Consumer<String> problems) {
    Browser.Reply reply;
    try {
      reply = lab.tally().question(server.ask(name, type));
    } catch (LabException | IOException e) {
      lab.tally().unansweredQuestion();
      problems.accept("no DNS answer: " + e);
      return;
    }
    if (reply.addresses().isEmpty()) {
      problems.accept("no address of " + name);
      return;
    }
    InetAddress site = reply.addresses().getFirst();
    Uplink taken = lab.tally().connection(lab.visitor().visit(site));
    if (taken != expected) {
      problems.accept(taken.word() + " instead of " + expected.word());
    }
  }

  private static void datagrams(
      Lab lab, InetAddress site, Uplink expected, Consumer<String> problems) throws IOException {
    Datagrams exchanged = Datagrams.exchange(site, expected, DATAGRAMS);
    lab.tally().datagrams(exchanged.sent(), exchanged.answered());
    if (exchanged.right() != exchanged.sent()) {
      problems.accept(
          "of %d datagrams to %s %d by another link, %d unanswered"
              .formatted(
                  exchanged.sent(),
                  expected.word(),
                  exchanged.wrong(),
                  exchanged.sent() - exchanged.answered()));
    }
  }
}
