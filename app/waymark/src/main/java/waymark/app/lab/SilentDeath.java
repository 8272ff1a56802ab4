package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;

/**
 * The second uplink falls silent while its interface stays up: its check tells. What the check asks
 * is by rule that uplink's or nobody's, and yet tells when the uplink answers again.
 */
final class SilentDeath implements Scenario {
  private static final int EVERY_MILLIS = 400;
  private static final int DOWN_AFTER = 3;
  private static final int UP_AFTER = 2;
  private static final String CHECK =
      "check: { tcp: \"198.19.110.9:80\", every: %dms, timeout: %dms, down-after: %d, up-after: %d }"
          .formatted(EVERY_MILLIS, EVERY_MILLIS / 2, DOWN_AFTER, UP_AFTER);
  private static final Duration DOWN = Duration.ofMillis(DOWN_AFTER * EVERY_MILLIS + 1_000);
  private static final Duration UP = Duration.ofMillis(UP_AFTER * EVERY_MILLIS + 1_000);
  private static final InetAddress ORDERED = SiteAddresses.parse("198.18.251.2");
  private static final InetAddress ONLY = SiteAddresses.parse("198.19.110.2");
  private static final InetAddress OTHER = SiteAddresses.parse("198.18.110.2");

  @Override
  public String title() {
    return "silent death";
  }

  @Override
  public void play(Lab lab) {
    lab.router().apply(CHECK, Failover.GROUP, Failover.RULES);
    lab.add(
        Turn.await(lab, ORDERED, Uplink.ISP2, UP)
            .row(title(), "check answers", "list", Uplink.ISP2, UP));
    Flow second = Flow.open(lab, ORDERED);
    Flow only = Flow.open(lab, ONLY);
    Flow first = Flow.open(lab, OTHER);
    SystemCommand.require(
        "silence the second uplink",
        """
        nsenter --net=/run/netns/isp2 nft -f - <<-END
        table inet silent {
          chain arrived { type filter hook prerouting priority -500; policy drop; }
        }
        END
        """);
    Turn turn = Turn.await(lab, ORDERED, Uplink.ISP1, DOWN);
    lab.add(turn.row(title(), "uplink silent", "list", Uplink.ISP1, DOWN));
    Uplink refused = lab.visit(ONLY);
    lab.add(
        Row.of(
            title(),
            "uplink silent",
            "only",
            Uplink.REFUSED.word(),
            refused.word(),
            0,
            Outcome.of(refused == Uplink.REFUSED),
            "only this link is allowed"));
    lab.add(second.row(lab, title(), "list", "ended"));
    lab.add(only.row(lab, title(), "only", "ended"));
    lab.add(first.row(lab, title(), "default", "isp1"));
    SystemCommand.require(
        "let the second uplink answer",
        "nsenter --net=/run/netns/isp2 nft delete table inet silent");
    turn = Turn.await(lab, ORDERED, Uplink.ISP2, UP);
    lab.add(turn.row(title(), "uplink answers again", "list", Uplink.ISP2, UP));
  }
}
