package waymark.app.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import waymark.app.lab.SiteAddresses.Block;

/**
 * Tests {@code default: block}: what no rule allows is refused at once.
 *
 * @param plane the plane for which Waymark restarts; empty: Waymark goes on as it runs
 */
record DefaultDeny(String plane) implements Scenario {
  private static final Duration AT_ONCE = Duration.ofMillis(500);
  private static final String ALLOWED = "www.allowed.example";
  private static final String DENIED = "www.denied.example";
  private static final InetAddress WEB = SiteAddresses.parse("198.18.112.1");

  /** Everything that arrives there counts as wrong. */
  private static final String NOWHERE = "198.19.231.1";

  private static final String DENYING = "default: block\n";
  private static final List<String> RULES =
      List.of(
          "- { name: tunnel, to: direct, networks: [10.2.0.1], ports: [udp/51820] }",
          "- { name: allowed, to: isp2, domains: [allowed.example] }",
          "- { name: web, to: direct, networks: [198.18.112.0/24], ports: [tcp/80] }",
          "- { name: one port, to: direct, networks: [198.19.231.0/24], ports: [tcp/81] }");

  @Override
  public String title() {
    return plane.isEmpty() ? "default deny" : "default deny, " + plane;
  }

  @Override
  public void play(Lab lab) {
    if (plane.isEmpty()) {
      lab.router().apply("", DENYING, RULES);
    } else {
      List<String> missing = OnPlane.missing(plane);
      if (!missing.isEmpty()) {
        lab.add(OnPlane.notTried(title(), missing));
        return;
      }
      lab.router().stop();
      lab.startRouterWith(
          lab.router().configuration("", "plane: " + plane + "\n" + DENYING, RULES));
    }
    lab.zone().put(ALLOWED, lab.addresses().ipv4(Block.ISP2));
    lab.zone().put(DENIED, lab.addresses().ipv4(Block.NOWHERE));
    HostThreads client = lab.client();
    play(lab, client, ALLOWED, "allowed", Uplink.ISP2, () -> named(lab, ALLOWED), "DNS passes");
    play(lab, client, "198.18.112.1:80", "web", Uplink.ISP1, () -> lab.visitor().visit(WEB), "");
    play(lab, client, DENIED, "default", Uplink.REFUSED, () -> named(lab, DENIED), "DNS passes");
    play(
        lab,
        client,
        NOWHERE + ":80",
        "default",
        Uplink.REFUSED,
        () -> lab.visitor().visit(SiteAddresses.parse(NOWHERE)),
        "a rule allows another port");
    play(lab, client, NOWHERE + " udp/53", "default", Uplink.REFUSED, DefaultDeny::ask, "DNS");
    play(
        lab,
        lab.inRouter(),
        NOWHERE + ":80",
        "default",
        Uplink.REFUSED,
        () -> lab.visitor().visit(SiteAddresses.parse(NOWHERE)),
        "the router's own connection");
    if (lab.network().hasIpv6()) {
      InetAddress site = lab.addresses().ipv6(Block.NOWHERE);
      String asked = site.getHostAddress();
      play(lab, client, asked, "default", Uplink.REFUSED, () -> lab.visitor().visit(site), "");
    }
  }

  private static Uplink named(Lab lab, String name) throws IOException {
    return lab.visitor().visit(Browser.BY_IPV4.ask(name, DnsRecord.A).addresses().getFirst());
  }

  /** Asks a DNS server that the configuration does not name. */
  private static Uplink ask() {
    byte[] question = DnsMessage.question(1, ALLOWED, DnsRecord.A);
    try (DatagramSocket socket = new DatagramSocket()) {
      socket.setSoTimeout((int) Patience.USUAL.longest().toMillis());
      socket.connect(new InetSocketAddress(SiteAddresses.parse(NOWHERE), NameServer.PORT));
      socket.send(new DatagramPacket(question, question.length));
      socket.receive(new DatagramPacket(new byte[512], 512));
      return Uplink.ISP1;
    } catch (SocketTimeoutException e) {
      return Uplink.SILENT;
    } catch (IOException e) {
      return Uplink.REFUSED;
    }
  }

  private record Timed(Uplink taken, long millis) {}

  private void play(
      Lab lab,
      HostThreads host,
      String asked,
      String rule,
      Uplink expected,
      Callable<Uplink> visit,
      String note) {
    Lab.Counted<Timed> seen =
        lab.counted(
            () ->
                host.run(
                    () -> {
                      long start = System.nanoTime();
                      Uplink taken = visit.call();
                      long nanos = System.nanoTime() - start;
                      return new Timed(taken, TimeUnit.NANOSECONDS.toMillis(nanos));
                    }));
    Uplink taken = seen.result().taken();
    boolean refused = expected == Uplink.REFUSED;
    boolean soon = !refused || seen.result().millis() <= AT_ONCE.toMillis();
    lab.add(
        Row.of(
            title(),
            asked,
            rule,
            expected.word() + (refused ? " at once" : ""),
            taken.word()
                + (taken == Uplink.REFUSED ? " after " + seen.result().millis() + " ms" : ""),
            seen.wrong(),
            Outcome.of(taken == expected && seen.wrong() == 0, soon),
            note));
  }
}
