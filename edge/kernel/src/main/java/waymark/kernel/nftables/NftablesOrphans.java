package waymark.kernel.nftables;

import java.util.List;
import waymark.kernel.plane.Orphans;
import waymark.kernel.table.Chains;
import waymark.policy.Decision;

/** The chains that see what {@link Orphans} are. */
final class NftablesOrphans {
  /** The first of them; the others are those of targets. */
  static final String CHAIN = "orphans";

  private final Chains chains;
  private final RulesetPlan plan;

  private NftablesOrphans(Chains chains, RulesetPlan plan) {
    this.chains = chains;
    this.plan = plan;
  }

  static void add(Chains chains, RulesetPlan plan) {
    NftablesOrphans orphans = new NftablesOrphans(chains, plan);
    orphans.fill(chains.add(CHAIN));
    plan.targets().byName().forEach(orphans::target);
  }

  private void fill(List<String> orphans) {
    orphans.add(Ruleset.NEAR + "return");
    orphans.addAll(DefaultDeny.management(plan.lifelines()));
    for (boolean ipv4 : new boolean[] {true, false}) {
      plan.targets().destinations(ipv4, (match, target) -> orphans.add(match + fate(target)));
      orphans.addAll(plan.neighbours(ipv4));
    }
    orphans.add(fate(plan.otherwise()));
  }

  /** What becomes of them by a target; where scopes have a say, that is a chain's to tell. */
  private String fate(String target) {
    return switch (Orphans.of(plan.targets().byName().getOrDefault(target, Decision.NONE))) {
      case PASS -> "return";
      case DROP -> "drop";
      case DEPENDS -> "goto " + chain(target);
    };
  }

  private void target(String target, Decision decision) {
    if (Orphans.of(decision) == Orphans.DEPENDS) {
      List<String> rules = chains.add(chain(target));
      for (Decision.Branch branch : decision.branches()) {
        String verdict = Orphans.of(branch.to()) == Orphans.PASS ? "return" : "drop";
        ScopeText.alternatives(branch.scope()).forEach(match -> rules.add(match + verdict));
      }
    }
  }

  private static String chain(String target) {
    return CHAIN + "_" + target;
  }
}
