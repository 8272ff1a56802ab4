package waymark.app.lab;

import java.net.InetAddress;
import java.util.List;
import waymark.app.lab.SiteAddresses.Block;

/** One address of two names whose rules disagree: the rule with the greater weight wins. */
final class SharedAddress implements Scenario {
  private static final String LIGHT = "light.shared.example";
  private static final String HEAVY = "heavy.shared.example";

  @Override
  public String title() {
    return "shared address";
  }

  @Override
  public List<String> rules() {
    return List.of(
        "- { name: light, to: direct, domains: [\"=" + LIGHT + "\"] }",
        "- { name: heavy, to: isp2, weight: 5, domains: [\"=" + HEAVY + "\"] }");
  }

  @Override
  public void play(Lab lab) {
    InetAddress address = lab.addresses().ipv4(Block.EITHER);
    lab.zone().put(LIGHT, address);
    lab.zone().put(HEAVY, address);
    visit(lab, LIGHT, "light", Uplink.ISP1, "the one name that is known yet");
    visit(lab, HEAVY, "heavy", Uplink.ISP2, "the same address, more weight");
    visit(lab, LIGHT, "heavy", Uplink.ISP2, "asked again: the address keeps its link");
  }

  private void visit(Lab lab, String name, String rule, Uplink expected, String note) {
    lab.add(NamedVisit.make(lab, title(), name, rule, expected, note));
  }
}
