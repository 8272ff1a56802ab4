package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.REFUSE;

import java.util.List;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.steering.ChainId.Stage;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Strategy;

/** The chain of each {@link Egress}. */
final class EgressChains {
  private final Draft draft;
  private final Plan plan;

  private EgressChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    EgressChains chains = new EgressChains(draft, plan);
    Egress.all(plan.desired()).forEach(chains::add);
  }

  private void add(Egress egress) {
    switch (egress) {
      case Egress.MainTable() -> {
        draft.add(egress, new Verdict.Decide(LinkNumbers.DIRECT));
        draft.add(egress, new Verdict.GoTo(Stage.UNMARK));
      }
      case Egress.Refusal() -> draft.add(egress, REFUSE);
      case Egress.ByInterface(int link, _) -> {
        if (plan.denies()) {
          onlyFromTheBeginning(egress);
        }
        draft.add(egress, new Verdict.Decide(link));
        draft.add(egress, new Verdict.GoTo(new ChainId.MarkFor(link)));
      }
      case Egress.ByGroup(int index) -> group(egress, plan.desired().policy().groups().get(index));
    }
  }

  /** A connection that was open before the decision is refused, not moved to a link. */
  private void onlyFromTheBeginning(Egress egress) {
    Verdict refused = new Verdict.GoTo(new Egress.Refusal());
    Match undecided = new Match.Undecided(false);
    draft.add(egress, refused, undecided, Match.State.ESTABLISHED);
    draft.add(egress, refused, undecided, Match.Packet.MID_STREAM);
  }

  private void group(Egress egress, Group group) {
    for (Plan.Alike<List<Link>> some :
        plan.alike(family -> plan.desired().slots(group, family.isIpv4()))) {
      draft.add(egress, oneOf(group, some.what()), some.only());
    }
  }

  private Verdict oneOf(Group group, List<Link> slots) {
    List<Egress> egresses = slots.stream().map(link -> Egress.of(link, plan.desired())).toList();
    return switch ((int) egresses.stream().distinct().count()) {
      case 0 -> new Verdict.GoTo(new Egress.Refusal());
      case 1 -> new Verdict.GoTo(egresses.getFirst());
      default -> new Verdict.Pick(draw(group.strategy()), egresses);
    };
  }

  private static Verdict.Draw draw(Strategy strategy) {
    return switch (strategy) {
      case ROUND_ROBIN -> Verdict.Draw.IN_TURN;
      // The slots already reflect what was measured; FASTEST has slots of one link only.
      case RANDOM, LEAST_CONNECTIONS, FASTEST -> Verdict.Draw.BY_CHANCE;
      case STICKY -> Verdict.Draw.BY_SOURCE;
    };
  }
}
