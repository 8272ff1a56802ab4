package waymark.kernel.steering;

import waymark.kernel.model.InterfaceNames;
import waymark.kernel.steering.ChainId.Stage;
import waymark.policy.Decision;

/** The chain of each target: it sends a new connection to an egress, by port and client. */
final class TargetChains {
  private final Draft draft;
  private final Plan plan;

  private TargetChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    TargetChains chains = new TargetChains(draft, plan);
    plan.targets().byName().forEach(chains::add);
  }

  private void add(String target, Decision decision) {
    ChainId chain = new ChainId.Target(target);
    draft.chain(chain);
    InterfaceNames names = plan.desired().conditions().names();
    for (Decision.Branch branch : decision.branches()) {
      for (Plan.Alike<ChainId.Regular> some : plan.alike(family -> next(branch, family))) {
        Scopes.matches(branch.scope(), some.families(), names)
            .ifPresent(
                matches -> draft.add(chain, new Verdict.GoTo(some.what()), some.and(matches)));
      }
    }
  }

  private ChainId.Regular next(Decision.Branch branch, Family family) {
    if (plan.denies() && branch.to().getFirst().isBlock()) {
      return Stage.DENY;
    }
    return Egress.of(
        plan.desired().conditions().chosen(branch.to(), family.isIpv4()), plan.desired());
  }
}
