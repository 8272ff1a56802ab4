package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Takes the second link's interface down and up again. */
final class Failover implements Scenario {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final InetAddress POOLED = SiteAddresses.parse("198.18.250.1");
  private static final InetAddress ORDERED = SiteAddresses.parse("198.18.251.1");
  private static final InetAddress ONLY = SiteAddresses.parse("198.19.110.1");
  private static final InetAddress OTHER = SiteAddresses.parse("198.18.110.1");
  private static final int VISITS = 20;

  static final String GROUP = "groups:\n  both: { links: [isp1, isp2], strategy: round_robin }\n";

  /** A rule for the first link that is up, and a rule for one link only. */
  static final List<String> ORDERED_RULES =
      List.of(
          "- { name: list, to: [isp2, isp1], networks: [198.18.251.0/24] }",
          "- { name: only, to: isp2, networks: [198.19.110.0/24] }");

  static final List<String> RULES =
      List.of(
          "- { name: group, to: both, networks: [198.18.250.0/24] }",
          ORDERED_RULES.getFirst(),
          ORDERED_RULES.getLast());

  @Override
  public String title() {
    return "failover";
  }

  @Override
  public void play(Lab lab) {
    lab.router().apply("", GROUP, RULES);
    lab.add(shared(lab, "both up"));
    Flow second = Flow.open(lab, ORDERED);
    Flow first = Flow.open(lab, OTHER);
    lab.second().down();
    Turn turn = Turn.await(lab, ORDERED, Uplink.ISP1, LONGEST);
    lab.add(turn.row(title(), "interface down", "list", Uplink.ISP1, LONGEST));
    lab.add(all(lab, "interface down", "group", POOLED, Uplink.ISP1));
    lab.add(all(lab, "interface down", "only", ONLY, Uplink.REFUSED));
    lab.add(second.row(lab, title(), "list", "ended"));
    lab.add(first.row(lab, title(), "default", "isp1"));
    lab.second().up();
    turn = Turn.await(lab, ORDERED, Uplink.ISP2, LONGEST);
    lab.add(turn.row(title(), "interface up again", "list", Uplink.ISP2, LONGEST));
    lab.add(shared(lab, "up again"));
    lab.add(all(lab, "interface up again", "only", ONLY, Uplink.ISP2));
  }

  /** Whether the group spreads new connections. */
  private Row shared(Lab lab, String when) {
    int second = 0;
    int first = 0;
    for (int i = 0; i < VISITS; i++) {
      Uplink taken = lab.visit(POOLED);
      first += taken == Uplink.ISP1 ? 1 : 0;
      second += taken == Uplink.ISP2 ? 1 : 0;
    }
    return Row.of(
        title(),
        VISITS + " connections, " + when,
        "group",
        "isp1 10, isp2 10",
        "isp1 " + first + ", isp2 " + second,
        0,
        Outcome.of(first == second && first + second == VISITS),
        "a group of both links, round robin");
  }

  private Row all(Lab lab, String when, String rule, InetAddress site, Uplink expected) {
    Lab.Counted<Integer> others =
        lab.counted(
            () -> {
              int count = 0;
              for (int i = 0; i < VISITS; i++) {
                count += lab.visit(site) == expected ? 0 : 1;
              }
              return count;
            });
    return Row.of(
        title(),
        VISITS + " connections, " + when,
        rule,
        expected.word(),
        others.result() == 0 ? expected.word() : others.result() + " others",
        others.wrong(),
        Outcome.of(others.result() == 0 && others.wrong() == 0),
        "");
  }
}
