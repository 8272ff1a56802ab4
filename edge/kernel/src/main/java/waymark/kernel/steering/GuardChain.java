package waymark.kernel.steering;

import static waymark.kernel.steering.Verdict.Plain.RETURN;

import waymark.kernel.links.LinkNumbers;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Packet;
import waymark.kernel.steering.Match.State;

/**
 * The chains that look at packets once more when their way out is known: what would leave by
 * another interface than that of its connection is dropped, whatever other programs have done to
 * its mark, and what does not is counted. Bridged packets are not ours.
 *
 * <pre>
 *  FORWARD, OUTPUT ─▶ REFUSAL ─ connection refused? ─▶ REFUSE: rejected
 *
 *  GUARD ─ a reply? ─▶ BACK ─ came in by link N, leaves elsewhere? ─▶ Wrong(N)
 *        ├ of link N? ─▶ Leaving(N) ─ leaves elsewhere? ─▶ Wrong(N): dropped
 *        ├ refused? ─▶ DROP_REFUSED
 *        └ of no connection? ─▶ LOST
 *
 *  INPUT ─ came in where it must not? ─▶ dropped
 * </pre>
 */
final class GuardChain {
  private static final Verdict UNMARK = new Verdict.GoTo(Stage.UNMARK);

  private final Draft draft;
  private final Plan plan;

  private GuardChain(Draft draft, Plan plan) {
    this.draft = draft;
    this.plan = plan;
  }

  static void add(Draft draft, Plan plan) {
    GuardChain chains = new GuardChain(draft, plan);
    chains.refusal();
    chains.leaving();
    chains.back();
    chains.input();
  }

  private void refusal() {
    draft.add(
        Hook.REFUSAL, new Verdict.GoTo(Stage.REFUSE), new Match.Refused(), Direction.ORIGINAL);
    // Bridged packets look like those that are routed back into their bridge. GUARD knows better.
    for (String bridge : plan.desired().conditions().bridges().names()) {
      draft.add(Stage.REFUSE, RETURN, new Match.In(bridge), new Match.Out(bridge));
    }
    draft.add(Stage.REFUSE, new Verdict.CopySome(plan.desired().capture().denialGroup()));
    draft.add(Stage.REFUSE, Verdict.Plain.REJECT);
  }

  private void leaving() {
    draft.add(Hook.GUARD, new Verdict.GoTo(Stage.BACK), Direction.REPLY);
    ChainId.Leaving direct = new ChainId.Leaving(LinkNumbers.DIRECT);
    draft.add(Hook.GUARD, new Verdict.GoTo(direct), new Match.Decided(LinkNumbers.DIRECT));
    if (plan.decidesBeforeTranslation() && !plan.denies()) {
      draft.add(direct, new Verdict.GoTo(Stage.LOST), State.NEW, Packet.TRANSLATED);
    }
    draft.add(direct, new Verdict.Count(Counter.sent(LinkNumbers.DIRECT)));
    for (Egress.ByInterface link : plan.interfaces()) {
      leaving(link, new ChainId.Leaving(link.link()), new ChainId.Wrong(link.link()));
    }
    draft.add(Hook.GUARD, new Verdict.GoTo(Stage.DROP_REFUSED), new Match.Refused());
    if (plan.hasLabels()) {
      draft.add(Hook.GUARD, new Verdict.GoTo(Stage.DROP_REFUSED), new Match.Intruding());
    }
    draft.add(Stage.DROP_REFUSED, RETURN, Packet.BRIDGED);
    draft.add(Stage.DROP_REFUSED, new Verdict.Drop(Counter.REFUSED));
    if (!plan.denies()) {
      Verdict lost = new Verdict.GoTo(Stage.LOST);
      draft.add(Hook.GUARD, lost, new Match.Undecided(true));
      draft.add(Hook.GUARD, lost, State.INVALID);
      draft.add(Hook.GUARD, lost, State.UNTRACKED);
    }
  }

  private void leaving(Egress.ByInterface link, ChainId.Leaving leaving, ChainId.Wrong wrong) {
    draft.add(Hook.GUARD, new Verdict.GoTo(leaving), new Match.Decided(link.link()));
    draft.add(leaving, new Verdict.GoTo(wrong), new Match.Out(link.device(), true));
    draft.add(leaving, new Verdict.Count(Counter.sent(link.link())));
    // A tunnel would copy the mark to its own packets, which leave elsewhere (skb_scrub_packet).
    draft.add(leaving, UNMARK);
    draft.add(wrong, RETURN, Packet.BRIDGED);
    draft.add(wrong, new Verdict.Drop(Counter.wrong(link.link())));
  }

  private void back() {
    draft.add(Stage.BACK, new Verdict.Jump(Stage.UNMARK), new Match.Unmarked(true));
    if (plan.hasLabels()) {
      for (Egress.ByInterface link : plan.interfaces()) {
        draft.add(
            Stage.BACK,
            new Verdict.GoTo(new ChainId.Wrong(link.link())),
            new Match.CameBy(link.link()),
            new Match.Out(link.device(), true));
      }
    }
    received(Stage.BACK);
  }

  private void input() {
    if (plan.hasLabels()) {
      draft.add(
          Hook.INPUT, new Verdict.Drop(Counter.REFUSED), new Match.Intruding(), Direction.ORIGINAL);
    }
    draft.add(Hook.INPUT, Verdict.Plain.PASS, Direction.ORIGINAL);
    received(Hook.INPUT);
  }

  private void received(ChainId chain) {
    received(chain, LinkNumbers.DIRECT);
    plan.interfaces().forEach(link -> received(chain, link.link()));
  }

  private void received(ChainId chain, int link) {
    draft.add(chain, new Verdict.Count(Counter.received(link)), new Match.Decided(link));
  }
}
