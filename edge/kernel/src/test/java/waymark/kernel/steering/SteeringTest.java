package waymark.kernel.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import waymark.kernel.fixture.RandomDesired;
import waymark.kernel.ipset.IpsetTargets;
import waymark.kernel.ipset.Iptables;
import waymark.kernel.ipset.IptablesPlan;
import waymark.kernel.ipset.IptablesRuleset;
import waymark.kernel.nftables.LearnedSets;
import waymark.kernel.nftables.NftablesTargets;
import waymark.kernel.nftables.Ruleset;
import waymark.kernel.nftables.RulesetPlan;
import waymark.kernel.nftables.StaticSets;
import waymark.kernel.plane.Desired;

/** What is written from any policy, by either printer, hangs together. */
class SteeringTest {
  @Provide
  Arbitrary<Desired> desired() {
    return RandomDesired.any();
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(it -> it.group(1))
        .collect(Collectors.toSet());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyChainAndCounterThatNftablesNamesIsThere(@ForAll("desired") Desired desired) {
    StaticSets nets = StaticSets.of(desired.policy(), desired.numbers()).named(List.of());
    NftablesTargets targets =
        NftablesTargets.of(desired.policy(), List.of(), desired.numbers(), new LearnedSets(), nets);
    String text = new Ruleset(new RulesetPlan(desired, targets)).text(List.of(), List.of());
    Set<String> there = found("^add chain inet waymark (\\S+)", text);
    assertThat(there).containsAll(found("(?:goto|jump) (\\w+)", text));
    assertThat(there).containsAll(found("^add rule inet waymark (\\S+)", text));
    assertThat(found("^add counter inet waymark (\\S+)", text))
        .containsAll(found("counter name (?!ct )\"?(\\w+)", text));
    assertThat(found("^add (?:set|map) inet waymark (\\S+)", text))
        .containsAll(found("@((?:hosts|nets|holding)\\w*)", text));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyChainThatIptablesNamesIsThere(
      @ForAll("desired") Desired desired, @ForAll boolean ipv4) {
    IpsetTargets targets = IpsetTargets.of(desired.policy(), List.of(), desired.numbers());
    String text =
        new IptablesRuleset(new IptablesPlan(ipv4, desired, targets))
            .text(new Iptables.Saved(List.of(), List.of()));
    for (String table : text.split("COMMIT\n")) {
      Set<String> there = found("^:(\\S+)", table);
      assertThat(there).allMatch(name -> name.length() <= 28);
      assertThat(there).containsAll(found("-[gj] (WAYMARK_\\w+)", table));
      assertThat(there).containsAll(found("^-A (WAYMARK_\\w+)", table));
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void packetsComeToEveryChain(@ForAll("desired") Desired desired) {
    IpsetTargets targets = IpsetTargets.of(desired.policy(), List.of(), desired.numbers());
    Steering steering = Steering.of(desired, targets, Family.BOTH);
    Set<ChainId> reached = new HashSet<>(Set.of(Hook.values()));
    steering
        .chains()
        .values()
        .forEach(rules -> rules.forEach(rule -> reached.addAll(rule.verdict().leadsTo())));
    // A link, a group or a refusal may be there that no rule needs at the moment.
    assertThat(steering.chains().keySet())
        .filteredOn(chain -> !(chain instanceof Egress))
        .isSubsetOf(reached);
  }

  /** Elsewhere iptables refuses the match (xt_mac.c), and nftables has nothing to compare. */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void onlyArrivingPacketsAreAskedForTheirMacAddress(@ForAll("desired") Desired desired) {
    IpsetTargets targets = IpsetTargets.of(desired.policy(), List.of(), desired.numbers());
    Map<ChainId, List<Rule>> chains =
        OwnTraffic.apart(Steering.of(desired, targets, List.of(Family.IPV4))).chains();
    Deque<ChainId> open = new ArrayDeque<>(List.of(Hook.values()));
    open.remove(Hook.PREROUTING);
    Set<ChainId> seen = new HashSet<>();
    while (!open.isEmpty()) {
      for (Rule rule : chains.getOrDefault(open.pop(), List.of())) {
        assertThat(rule.matches())
            .noneMatch(match -> match instanceof Match.Clients clients && clients.hasMac());
        rule.verdict().leadsTo().stream().filter(seen::add).forEach(open::push);
      }
    }
  }

  @Test
  void aRuleThatLeadsToNoChainIsRefused() {
    Rule rule = new Rule(List.of(), new Verdict.GoTo(new Egress.ByInterface(7, "wg7")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Steering(Map.of(Hook.OUTPUT, List.of(rule))))
        .withMessageContaining("wg7");
  }
}
