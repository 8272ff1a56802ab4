package waymark.app.lab;

import java.util.List;
import waymark.app.lab.SiteAddresses.Block;

/** Measures answers that wait for the kernel, and answers whose address is known. */
final class Delay implements Scenario {
  private static final String SUFFIX = ".time.example";
  private static final String SLOW = ".slow.time.example";

  @Override
  public String title() {
    return "answer times";
  }

  @Override
  public List<String> rules() {
    return List.of("- { name: time, to: isp2, domains: [time.example] }");
  }

  @Override
  public void play(Lab lab) {
    for (int i = 0; i < lab.names(); i++) {
      lab.zone().put("t" + i + SLOW, lab.addresses().ipv4(Block.ISP2));
      lab.zone().put("t" + i + SUFFIX, lab.addresses().ipv4(Block.ISP2));
    }
    lab.add(new LabReport.Timing("held: new names, every 5 ms", lab.meter().measureSlowly(SLOW)));
    lab.add(
        new LabReport.Timing("held: new names, one after another", lab.meter().measure(SUFFIX)));
    lab.add(
        new LabReport.Timing("held: known names, one after another", lab.meter().measure(SUFFIX)));
  }
}
