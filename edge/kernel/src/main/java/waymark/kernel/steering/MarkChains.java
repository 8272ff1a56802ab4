package waymark.kernel.steering;

import java.util.List;
import java.util.function.Function;
import waymark.kernel.plane.Desired;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Match.Direction;
import waymark.kernel.steering.Match.Packet;

/**
 * The chains that mark packets of connections which other chains have decided: where these come
 * before the rules of other programs, they have the last word.
 */
public final class MarkChains {
  private MarkChains() {}

  /** Marks packets by the decisions of their connections, and decides nothing. */
  public static Steering of(Desired desired) {
    Draft draft = new Draft();
    for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
      draft.add(hook, new Verdict.GoTo(Stage.REPLIES), Direction.REPLY);
      draft.add(hook, new Verdict.GoTo(Stage.STEER));
    }
    add(draft, desired);
    draft.chain(Stage.STEER);
    decided(draft, desired);
    draft.add(Stage.STEER, new Verdict.GoTo(Stage.UNMARK));
    return draft.steering();
  }

  /**
   * Adds chains that mark only replies, by the link that their connection came in by: other packets
   * find their way without a mark. So do those to servers whose connections were ended a short
   * while ago and that are the next to send.
   *
   * @param ended the names of the sets of such servers
   */
  public static void addReplies(Draft draft, Desired desired, Function<Family, String> ended) {
    if (desired.marks().hasLabels()) {
      for (Hook hook : List.of(Hook.PREROUTING, Hook.OUTPUT)) {
        draft.add(hook, new Verdict.GoTo(Stage.REPLIES), Direction.REPLY);
      }
      for (Family family : Family.BOTH) {
        Match server = new Match.InSet(family, Match.Side.SOURCE, ended.apply(family));
        draft.add(Hook.PREROUTING, Verdict.Plain.PASS, Packet.DATAGRAM, server);
        draft.add(Hook.PREROUTING, Verdict.Plain.PASS, Packet.MID_STREAM, server);
      }
      for (Egress.ByInterface link : Egress.interfaces(desired)) {
        draft.add(
            Hook.PREROUTING,
            new Verdict.NoteCameBy(link.link()),
            Match.State.NEW,
            new Match.In(link.device()),
            new Match.CameByNone());
      }
      add(draft, desired);
      draft.add(Hook.FORWARD, new Verdict.GoTo(Stage.UNMARK), new Match.Unmarked(true));
    }
  }

  /** Adds the chains of marks, and those of replies. */
  static void add(Draft draft, Desired desired) {
    Verdict unmark = new Verdict.GoTo(Stage.UNMARK);
    draft.add(Stage.UNMARK, Verdict.Plain.RETURN, new Match.Unmarked(false));
    draft.chain(Stage.REPLIES);
    for (Egress.ByInterface link : Egress.interfaces(desired)) {
      ChainId.MarkFor mark = new ChainId.MarkFor(link.link());
      draft.add(mark, new Verdict.Mark(link.link()));
      // The bits of the mask may be another program's where they are no mark of ours.
      draft.add(Stage.UNMARK, Verdict.Plain.UNMARK, new Match.Marked(link.link()));
      if (desired.marks().hasLabels()) {
        draft.add(Stage.REPLIES, new Verdict.GoTo(mark), new Match.CameBy(link.link()));
      }
    }
    draft.add(Stage.REPLIES, unmark);
  }

  /** Adds the rules for connections that are decided for a link. */
  static void decided(Draft draft, Desired desired) {
    for (Egress.ByInterface link : Egress.interfaces(desired)) {
      draft.add(
          Stage.STEER,
          new Verdict.GoTo(new ChainId.MarkFor(link.link())),
          new Match.Decided(link.link()));
    }
  }
}
