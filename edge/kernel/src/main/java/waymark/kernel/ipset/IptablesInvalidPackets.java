package waymark.kernel.ipset;

import java.util.List;
import waymark.kernel.plane.InvalidPackets;
import waymark.policy.Decision;

/** The chains that see what {@link InvalidPackets} are. */
final class IptablesInvalidPackets {
  private final IptablesChains chains;
  private final IptablesPlan plan;
  private final boolean own;

  private IptablesInvalidPackets(IptablesChains chains, IptablesPlan plan, boolean own) {
    this.chains = chains;
    this.plan = plan;
    this.own = own;
  }

  /**
   * @param own whether it sees this host's own packets
   */
  static void add(IptablesChains chains, IptablesPlan plan, String chain, boolean own) {
    new IptablesInvalidPackets(chains, plan, own).fill(chains.mangle(chain));
  }

  private void fill(List<String> orphans) {
    orphans.addAll(plan.near("-j RETURN"));
    for (String target : plan.targets().keySet()) {
      orphans.add(plan.to(IpsetTargets.hosts(target, plan.ipv4())) + fate(target));
    }
    for (String target : plan.networks()) {
      orphans.add(plan.to(IpsetTargets.networks(target, plan.ipv4())) + fate(target));
    }
    orphans.addAll(plan.neighbours());
    orphans.add(fate(plan.otherwise()));
  }

  /** What becomes of them by a target; where scopes have a say, that is a chain's to tell. */
  private String fate(String target) {
    Decision decision = plan.targets().getOrDefault(target, Decision.NONE);
    return switch (InvalidPackets.of(decision)) {
      case PASS -> "-j RETURN";
      case DROP -> "-j DROP";
      case DEPENDS -> {
        String chain = (own ? "WAYMARK_P_" : "WAYMARK_I_") + target;
        List<String> rules = chains.mangle(chain);
        if (rules.isEmpty()) {
          for (Decision.Branch branch : decision.branches()) {
            String verdict =
                InvalidPackets.of(branch.to()) == InvalidPackets.PASS ? "-j RETURN" : "-j DROP";
            IptablesScope.alternatives(branch.scope(), plan.ipv4(), own)
                .forEach(match -> rules.add(match + verdict));
          }
        }
        yield "-g " + chain;
      }
    };
  }
}
