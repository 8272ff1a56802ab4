package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.RETURN;

import java.util.List;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Packet;
import waymark.kernel.steering.Match.State;

/** The chains that decide a connection at its first packet and mark all of its packets. */
final class SteerChains {
  private final Draft draft;
  private final Plan plan;

  private SteerChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    SteerChains chains = new SteerChains(draft, plan);
    chains.hooks();
    chains.bound();
    chains.steer();
  }

  private void hooks() {
    draft.chain(Hook.PREROUTING);
    draft.add(
        Hook.OUTPUT,
        new Verdict.Jump(Stage.BOUND),
        Direction.ORIGINAL,
        new Match.Undecided(false),
        new Match.Unmarked(true));
    for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
      if (plan.denies()) {
        // STRAYS drops invalid packets.
        DenyChains.beforeSteering(draft, plan, hook);
      } else {
        draft.add(hook, new Verdict.Jump(Stage.INVALID_PACKETS), State.INVALID);
      }
      draft.add(hook, new Verdict.Jump(Stage.STEER), Direction.ORIGINAL);
    }
  }

  private void bound() {
    draft.chain(Stage.BOUND);
    for (Egress egress : Egress.all(plan.desired())) {
      switch (egress) {
        case Egress.ByInterface(int link, String device) -> {
          // A socket that is marked but not bound may leave elsewhere: the rules decide.
          Verdict marked = new Verdict.GoTo(egress);
          draft.add(Stage.BOUND, marked, new Match.Marked(link), new Match.Out(device));
        }
        case Egress.MainTable _, Egress.Refusal _, Egress.ByGroup _ -> {}
      }
    }
  }

  private void steer() {
    for (Egress egress : Egress.all(plan.desired())) {
      switch (egress) {
        case Egress.MainTable _ ->
            draft.add(Stage.STEER, RETURN, new Match.Decided(LinkNumbers.DIRECT));
        case Egress.ByInterface(int link, _) ->
            draft.add(Stage.STEER, new Verdict.GoTo(egress), new Match.Decided(link));
        case Egress.Refusal _, Egress.ByGroup _ -> {}
      }
    }
    // A connection of a removed link must not leave by another one.
    draft.add(Stage.STEER, new Verdict.GoTo(new Egress.Refusal()), new Match.Undecided(true));
    // An error about a connection from before our start is not a new connection.
    draft.add(Stage.STEER, RETURN, Packet.ICMP_ERROR);
    if (!plan.denies()) {
      draft.add(Stage.STEER, RETURN, State.ESTABLISHED);
    }
    Verdict direct = new Verdict.GoTo(new Egress.MainTable());
    draft.add(Stage.STEER, plan.denies() ? direct : RETURN, Packet.NEAR);
    plan.management(Match.Side.DESTINATION)
        .forEach(management -> draft.add(Stage.STEER, direct, management));
    List<Family> families = plan.families();
    if (families.size() == 1) {
      byAddress(Stage.STEER, families.getFirst());
      return;
    }
    for (Family family : families) {
      ChainId.SteerBy chain = new ChainId.SteerBy(family);
      List<Match> only = family == families.getLast() ? List.of() : List.of(family);
      draft.add(Stage.STEER, new Verdict.GoTo(chain), only);
    }
    families.forEach(family -> byAddress(new ChainId.SteerBy(family), family));
  }

  private void byAddress(ChainId chain, Family family) {
    plan.destinations(
        family,
        (match, target) -> draft.add(chain, new Verdict.GoTo(new ChainId.Target(target)), match));
    plan.neighbours(family).forEach(match -> draft.add(chain, RETURN, match));
    draft.add(chain, new Verdict.GoTo(new ChainId.Target(plan.fallback())));
  }
}
