package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.RETURN;

import java.util.List;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.plane.InvalidPackets;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Packet;
import waymark.kernel.steering.Match.State;
import waymark.policy.Decision;

/**
 * The chains that decide a connection at its first packet, and mark its packets for the routing
 * decision: those of the original direction for the link of the decision, replies for the link that
 * the connection came in by.
 */
final class SteerChains {
  private static final Verdict UNMARK = new Verdict.GoTo(Stage.UNMARK);
  private static final Verdict DIRECT = new Verdict.GoTo(new Egress.MainTable());

  private final Draft draft;
  private final Plan plan;

  private SteerChains(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    SteerChains chains = new SteerChains(draft, plan);
    chains.hooks();
    MarkChains.add(draft, plan.desired());
    chains.steer();
    chains.undecided();
  }

  private void hooks() {
    for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
      draft.add(hook, new Verdict.GoTo(Stage.REPLIES), Direction.REPLY);
      if (plan.denies()) {
        DenyChains.beforeSteering(draft, plan, hook);
      }
      draft.add(hook, new Verdict.GoTo(Stage.STEER));
    }
    draft.chain(Hook.BOUND);
    for (Egress.ByInterface link : plan.interfaces()) {
      // A socket that is marked but not bound may leave elsewhere: the rules decide.
      draft.add(
          Hook.BOUND,
          new Verdict.Decide(link.link()),
          State.NEW,
          new Match.Marked(link.link()),
          new Match.Out(link.device()),
          new Match.Undecided(false));
    }
    draft.add(Hook.FORWARD, UNMARK, new Match.Unmarked(true));
  }

  private void steer() {
    draft.add(Stage.STEER, UNMARK, new Match.Decided(LinkNumbers.DIRECT));
    MarkChains.decided(draft, plan.desired());
    draft.add(Stage.STEER, UNMARK, new Match.Refused());
    // A connection of a link that is gone must not leave by another one.
    for (int number : plan.gone()) {
      draft.add(Stage.STEER, new Verdict.GoTo(new Egress.Refusal()), new Match.Decided(number));
    }
    // Numbers that no link ever had are another program's. GUARD sees to these connections.
    draft.add(Stage.STEER, UNMARK, new Match.Undecided(true));
    if (plan.denies()) {
      draft.add(Stage.STEER, new Verdict.GoTo(Stage.NEW), State.ESTABLISHED);
    }
    draft.add(Stage.STEER, new Verdict.GoTo(Stage.NEW), State.NEW);
    // An error about a connection from before our start is not a new connection.
    draft.add(Stage.STEER, UNMARK, Packet.ICMP_ERROR);
    draft.add(Stage.STEER, new Verdict.GoTo(Stage.NEW), State.RELATED);
    draft.add(Stage.STEER, UNMARK);
  }

  private void undecided() {
    if (plan.hasLabels()) {
      for (Egress.ByInterface link : plan.interfaces()) {
        draft.add(
            Stage.NEW,
            new Verdict.NoteCameBy(link.link()),
            new Match.In(link.device()),
            new Match.CameByNone());
      }
      if (!plan.denies()) {
        draft.add(Stage.NEW, new Verdict.Jump(Stage.INTRUDERS), Packet.MID_STREAM);
        for (Family family : plan.families()) {
          draft.add(
              Stage.NEW, new Verdict.Jump(Stage.INTRUDERS), Packet.DATAGRAM, plan.ended(family));
        }
        draft.add(Stage.NEW, UNMARK, new Match.Intruding());
        intruders();
      }
    }
    draft.add(Stage.NEW, plan.denies() ? DIRECT : UNMARK, Packet.NEAR);
    plan.management(Match.Side.DESTINATION)
        .forEach(management -> draft.add(Stage.NEW, DIRECT, management));
    List<Family> families = plan.families();
    for (Family family : families) {
      ChainId.SteerBy chain = new ChainId.SteerBy(family);
      List<Match> only = family == families.getLast() ? List.of() : List.of(family);
      draft.add(Stage.NEW, new Verdict.GoTo(chain), only);
    }
    families.forEach(family -> byAddress(new ChainId.SteerBy(family), family));
  }

  /**
   * Of a connection that was forgotten, the server may be the next to send. Taken for the one that
   * opened it, it would get its answers by whatever link. Of datagrams only the time tells whether
   * they begin a connection.
   */
  private void intruders() {
    draft.add(Stage.INTRUDERS, RETURN, Packet.OWN_SOURCE);
    for (Family family : plan.families()) {
      plan.attached(family).forEach(match -> draft.add(Stage.INTRUDERS, RETURN, match));
    }
    plan.targets()
        .byName()
        .forEach(
            (target, decision) -> {
              if (InvalidPackets.of(decision) == InvalidPackets.DROP) {
                ChainId.FromTarget chain = new ChainId.FromTarget(target);
                for (Family family : plan.families()) {
                  plan.sources(family, target)
                      .forEach(match -> draft.add(Stage.INTRUDERS, new Verdict.GoTo(chain), match));
                }
                from(chain, decision);
              }
            });
  }

  private void from(ChainId chain, Decision decision) {
    for (Egress.ByInterface link : plan.interfaces(decision)) {
      draft.add(chain, RETURN, new Match.In(link.device()));
    }
    draft.add(chain, Verdict.Plain.NOTE_INTRUSION);
  }

  private void byAddress(ChainId chain, Family family) {
    plan.destinations(
        family,
        (match, target) -> draft.add(chain, new Verdict.GoTo(new ChainId.Target(target)), match));
    plan.neighbours(family).forEach(match -> draft.add(chain, UNMARK, match));
    draft.add(chain, new Verdict.GoTo(new ChainId.Target(plan.fallback())));
  }
}
