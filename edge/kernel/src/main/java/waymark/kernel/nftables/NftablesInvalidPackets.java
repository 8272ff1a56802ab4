package waymark.kernel.nftables;

import java.util.List;
import waymark.kernel.plane.InvalidPackets;
import waymark.kernel.table.Chains;
import waymark.policy.Decision;

/** The chains that see what {@link InvalidPackets} are. */
final class NftablesInvalidPackets {
  /** The first of them; the others are those of targets. */
  static final String CHAIN = "orphans";

  private final Chains chains;
  private final RulesetPlan plan;

  private NftablesInvalidPackets(Chains chains, RulesetPlan plan) {
    this.chains = chains;
    this.plan = plan;
  }

  static void add(Chains chains, RulesetPlan plan) {
    NftablesInvalidPackets orphans = new NftablesInvalidPackets(chains, plan);
    orphans.fill(chains.add(CHAIN));
    plan.targets().byName().forEach(orphans::target);
  }

  private void fill(List<String> orphans) {
    orphans.add(Ruleset.NEAR + "return");
    orphans.addAll(NftablesDeny.management(plan.desired().exemptions()));
    for (boolean ipv4 : new boolean[] {true, false}) {
      plan.targets().destinations(ipv4, (match, target) -> orphans.add(match + fate(target)));
      orphans.addAll(plan.neighbours(ipv4));
    }
    orphans.add(fate(plan.otherwise()));
  }

  /** What becomes of them by a target; where scopes have a say, that is a chain's to tell. */
  private String fate(String target) {
    return switch (InvalidPackets.of(plan.targets().byName().getOrDefault(target, Decision.NONE))) {
      case PASS -> "return";
      case DROP -> "drop";
      case DEPENDS -> "goto " + chain(target);
    };
  }

  private void target(String target, Decision decision) {
    if (InvalidPackets.of(decision) == InvalidPackets.DEPENDS) {
      List<String> rules = chains.add(chain(target));
      for (Decision.Branch branch : decision.branches()) {
        String verdict = InvalidPackets.of(branch.to()) == InvalidPackets.PASS ? "return" : "drop";
        ScopeText.alternatives(branch.scope()).forEach(match -> rules.add(match + verdict));
      }
    }
  }

  private static String chain(String target) {
    return CHAIN + "_" + target;
  }
}
