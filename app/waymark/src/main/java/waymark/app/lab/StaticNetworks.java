package waymark.app.lab;

import java.net.InetAddress;
import java.util.List;

/** Networks of a rule, which need no DNS. */
final class StaticNetworks implements Scenario {
  @Override
  public String title() {
    return "static network";
  }

  @Override
  public List<String> rules() {
    return List.of(
        "- { name: office, to: isp2, networks: ["
            + SiteAddresses.STATIC_IPV4
            + ", \""
            + SiteAddresses.STATIC_IPV6
            + "\"] }");
  }

  @Override
  public void play(Lab lab) {
    visit(lab, "198.19.100.7");
    if (lab.network().hasIpv6()) {
      visit(lab, "2001:2:0:2:100::7");
    }
  }

  private void visit(Lab lab, String address) {
    InetAddress site = SiteAddresses.parse(address);
    Lab.Counted<Uplink> taken = lab.counted(() -> lab.visit(site));
    lab.known().put(site, Uplink.ISP2);
    lab.add(
        new Row(
            title(),
            address,
            "office",
            Uplink.ISP2.word(),
            taken.result().word(),
            taken.wrong(),
            "-",
            0,
            Outcome.of(taken.result() == Uplink.ISP2 && taken.wrong() == 0),
            "without DNS"));
  }
}
