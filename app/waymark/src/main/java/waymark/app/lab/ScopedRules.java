package waymark.app.lab;

import java.net.InetSocketAddress;
import java.util.List;

/** Rules for one port, for some clients, and for the router's own programs. */
final class ScopedRules implements Scenario {
  private static final String GUEST = "192.168.7.130";
  private static final String PORT_SITE = "198.18.252.1";
  private static final String GUEST_SITE = "198.18.253.1";
  private static final String SELF_SITE = "198.18.254.1";

  @Override
  public String title() {
    return "scoped rules";
  }

  @Override
  public void play(Lab lab) {
    SystemCommand.require(
        "give the client another address", "ip -n client addr add " + GUEST + "/24 dev eth0");
    lab.router()
        .apply(
            "",
            "",
            List.of(
                "- { name: port, to: isp2, networks: [198.18.252.0/24], ports: [tcp/8080] }",
                "- { name: guests, to: isp2, networks: [198.18.253.0/24], from: [192.168.7.128/25]"
                    + " }",
                "- { name: self, to: isp2, networks: [198.18.254.0/24], from: [self] }",
                "- { name: guests anywhere, to: block, from: [192.168.7.128/25], ports: [tcp/8080]"
                    + " }"));
    InetSocketAddress guest = new InetSocketAddress(SiteAddresses.parse(GUEST), 0);
    HostThreads client = lab.client();
    visit(lab, client, Browser.ANY, PORT_SITE, SiteServer.OTHER_PORT, "port", Uplink.ISP2);
    visit(lab, client, Browser.ANY, PORT_SITE, SiteServer.PORT, "default", Uplink.ISP1);
    visit(lab, client, guest, GUEST_SITE, SiteServer.PORT, "guests", Uplink.ISP2);
    visit(lab, client, Browser.ANY, GUEST_SITE, SiteServer.PORT, "default", Uplink.ISP1);
    visit(lab, lab.inRouter(), Browser.ANY, SELF_SITE, SiteServer.PORT, "self", Uplink.ISP2);
    visit(lab, client, Browser.ANY, SELF_SITE, SiteServer.PORT, "default", Uplink.ISP1);
    String nowhere = "198.19.230.1";
    visit(lab, client, guest, nowhere, SiteServer.OTHER_PORT, "guests anywhere", Uplink.REFUSED);
  }

  private void visit(
      Lab lab,
      HostThreads host,
      InetSocketAddress from,
      String site,
      int port,
      String rule,
      Uplink expected) {
    InetSocketAddress to = new InetSocketAddress(SiteAddresses.parse(site), port);
    Lab.Counted<Uplink> taken = lab.counted(() -> host.run(() -> lab.visitor().visit(from, to)));
    lab.add(
        Row.of(
            title(),
            site + ":" + port,
            rule,
            expected.word(),
            taken.result().word(),
            taken.wrong(),
            Outcome.of(taken.result() == expected && taken.wrong() == 0),
            host == lab.inRouter()
                ? "the router's own connection"
                : from.equals(Browser.ANY) ? "" : "from " + GUEST));
  }
}
