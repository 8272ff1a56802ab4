package waymark.kernel.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.Policies;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.policy.Network;
import waymark.policy.Policy;

/** The small table beside the routes, in nft's own language. */
class RouteRulesetTest {
  private static RouteRuleset ruleset(CaptureSettings.Mode mode) {
    Policy policy = Policies.policy(List.of(Policies.link("vpn", "wg0")));
    InterfaceState up =
        new InterfaceState(
            5, true, 1420, List.of(Network.parse("10.2.0.0/24"), Network.parse("fd00:2::/64")));
    return new RouteRuleset(
        new Desired(
            policy,
            LinkNumbers.of(policy.links(), Map.of(), Marks.DEFAULT),
            Marks.DEFAULT,
            new CaptureSettings(mode, CaptureSettings.DEFAULT.maxHold(), 7053, 7053),
            new LinkConditions(Map.of("vpn", up), List.of()),
            LinkShares.NONE,
            Exemptions.NONE));
  }

  private static List<String> rules(CaptureSettings.Mode mode) {
    return ruleset(mode).lines().stream().filter(line -> line.contains(": ")).toList();
  }

  @Test
  void connectionsAreCountedByTheLinkThatTheyLeaveBy() {
    assertThat(rules(CaptureSettings.Mode.OFF))
        .containsSubsequence(
            "chain accounts_out: ct direction reply meta mark and 0x1f000000 != 0 jump unmark",
            "chain accounts_out: ct direction original oifname \"wg0\" ct label !"
                + " 64,65,66,67,68,69,70,71 ct label set 65",
            "chain accounts_out: ct direction original oifname \"wg0\" counter name sent_2",
            "chain accounts_out: ct direction reply ct label and (64|65|66|67|68|69|70|71) == (65)"
                + " counter name received_2",
            "chain input: ct direction reply ct label and (64|65|66|67|68|69|70|71) == (65) counter"
                + " name received_2",
            "chain source_nat: oifname \"wg0\" goto masquerade_2",
            "chain segments_out: oifname \"wg0\" tcp flags syn tcp option maxseg size set rt mtu",
            "chain segments_in: iifname \"wg0\" meta nfproto ipv4 tcp flags syn tcp option maxseg"
                + " size > 1380 tcp option maxseg size set 1380",
            "chain segments_in: iifname \"wg0\" meta nfproto ipv6 tcp flags syn tcp option maxseg"
                + " size > 1360 tcp option maxseg size set 1360",
            "chain masquerade_2: ip saddr 10.2.0.0/24 return",
            "chain masquerade_2: ip6 saddr fd00:2::/64 return",
            "chain masquerade_2: masquerade");
  }

  @Test
  void repliesAreMarkedForTheLinkThatTheirConnectionCameInBy() {
    String came = "ct label and (72|73|74|75|76|77|78|79) == (73) ";
    assertThat(rules(CaptureSettings.Mode.OFF))
        .contains(
            "chain prerouting: ct direction reply goto replies",
            "chain output: ct direction reply goto replies",
            "chain prerouting: ct state new iifname \"wg0\" ct label ! 72,73,74,75,76,77,78,79 ct"
                + " label set 73",
            "chain replies: " + came + "goto mark_2",
            "chain replies: goto unmark");
  }

  @Test
  void answersAreQueuedOrCopied() {
    assertThat(rules(CaptureSettings.Mode.HOLD))
        .containsSubsequence(
            "chain answer: meta mark and 0x00000000 @holding counter name answers goto"
                + " held_answers",
            "chain answer: counter name unread_answers",
            "chain answer: log group 7053 queue-threshold 1");
    assertThat(rules(CaptureSettings.Mode.OBSERVE))
        .contains("chain answer: log group 7053 queue-threshold 1");
  }

  @Test
  void whatIsStaleIsDeletedAndTheTableStays() {
    RouteRuleset ruleset = ruleset(CaptureSettings.Mode.HOLD);
    assertThat(
            ruleset.text(
                List.of("hold", "held_answers", "masquerade_3"),
                List.of("ended4", "holding", "hosts4_2"),
                List.of("sent_2", "sent_3")))
        .contains("add counter inet waymark sent_2\n", "add counter inet waymark answers\n")
        .containsSubsequence(
            "flush chain inet waymark masquerade_3\n",
            "delete chain inet waymark masquerade_3\n",
            "delete set inet waymark hosts4_2\n",
            "delete counter inet waymark sent_3\n")
        .doesNotContain(
            "delete table",
            "flush chain inet waymark held_answers",
            "delete chain inet waymark h",
            "delete set inet waymark holding",
            "delete set inet waymark ended4",
            "delete counter inet waymark sent_2");
  }
}
