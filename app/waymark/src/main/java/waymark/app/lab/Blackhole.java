package waymark.app.lab;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The lab's own alarm: an uplink drops the packets to one address, and the silence is taken down.
 */
final class Blackhole implements Scenario {
  private static final InetAddress SITE = SiteAddresses.parse("198.18.113.1");
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(500), Duration.ofMillis(1_500));
  private static final String DROP =
      """
      nsenter --net=/run/netns/isp1 nft -f - <<-END
      table inet hole {
        chain arrived { type filter hook prerouting priority -500; ip daddr 198.18.113.1 drop; }
      }
      END
      """;

  @Override
  public String title() {
    return "silent connection";
  }

  @Override
  public void play(Lab lab) {
    // Real ones stay in the report.
    lab.results().addSilent(lab.visitor().silent().takeAll());
    SystemCommand.require("drop packets to one site", DROP);
    InetSocketAddress site = new InetSocketAddress(SITE, SiteServer.PORT);
    Uplink taken = lab.client().run(() -> lab.visitor().visit(Browser.ANY, site, SHORT));
    SystemCommand.require(
        "drop them no longer", "nsenter --net=/run/netns/isp1 nft delete table inet hole");
    List<SilentConnection> seen = lab.visitor().silent().takeAll();
    boolean told =
        seen.size() == 1
            && seen.getFirst().hosts().stream()
                .filter(host -> host.host().equals(LabNetwork.CLIENT))
                .anyMatch(host -> host.state().contains("SYN-SENT"));
    lab.add(
        Row.of(
            title(),
            "an uplink drops the packets to " + SITE.getHostAddress(),
            "default",
            "nothing, taken down",
            taken.word() + (told ? ", taken down" : ", not taken down"),
            0,
            Outcome.of(taken == Uplink.SILENT && told),
            "the lab's own alarm"));
  }
}
