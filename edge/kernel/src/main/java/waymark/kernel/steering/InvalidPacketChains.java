package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.RETURN;

import waymark.kernel.plane.InvalidPackets;
import waymark.kernel.steering.ChainId.Stage;
import waymark.policy.Decision;

/** The chains that drop or pass packets of no tracked connection; see {@link InvalidPackets}. */
final class InvalidPacketChains {
  private static final Verdict DROP = new Verdict.Drop(Counter.INVALID);

  private final Draft draft;
  private final Plan plan;

  private InvalidPacketChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    InvalidPacketChains chains = new InvalidPacketChains(draft, plan);
    chains.byAddress();
    plan.targets().byName().forEach(chains::target);
  }

  private void byAddress() {
    Stage chain = Stage.INVALID_PACKETS;
    draft.add(chain, RETURN, Match.Packet.NEAR);
    plan.management(Match.Side.DESTINATION).forEach(match -> draft.add(chain, RETURN, match));
    for (Family family : plan.families()) {
      plan.destinations(family, (match, target) -> draft.add(chain, fate(target), match));
      plan.neighbours(family).forEach(match -> draft.add(chain, RETURN, match));
    }
    draft.add(chain, fate(plan.fallback()));
  }

  /** The verdict for a target; a chain of its own decides where ports or clients matter. */
  private Verdict fate(String target) {
    return switch (InvalidPackets.of(plan.decision(target))) {
      case PASS -> RETURN;
      case DROP -> DROP;
      case DEPENDS -> new Verdict.GoTo(new ChainId.InvalidTo(target));
    };
  }

  private void target(String target, Decision decision) {
    if (InvalidPackets.of(decision) == InvalidPackets.DEPENDS) {
      ChainId chain = new ChainId.InvalidTo(target);
      draft.chain(chain);
      for (Decision.Branch branch : decision.branches()) {
        Verdict verdict = InvalidPackets.of(branch.to()) == InvalidPackets.PASS ? RETURN : DROP;
        Scopes.matches(branch.scope(), plan.families())
            .ifPresent(matches -> draft.add(chain, verdict, matches));
      }
    }
  }
}
