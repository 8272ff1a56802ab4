package waymark.kernel.steering;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a rule does with a packet. */
public sealed interface Verdict {
  /** Verdicts without parameters. */
  enum Plain implements Verdict {
    /** Continues after the jump that led to this chain. */
    RETURN,
    /** Ends this hook and lets the packet pass; only in chains that no jump leads to. */
    PASS,
    /** Refuses the packet, and counts it as {@link Counter#REFUSED}. */
    REJECT,
    /** Decides that the connection is refused. */
    REFUSE,
    /** Notes that the connection must not have come in as it did. */
    NOTE_INTRUSION,
    /** Removes the link's mark from the packet. */
    UNMARK,
    /** Translates the source to an address of the interface. */
    MASQUERADE,
    /** Limits TCP segments to the MTU of the route. */
    CLAMP_MSS_TO_ROUTE
  }

  /** Continues in another chain for good. */
  record GoTo(ChainId.Regular chain) implements Verdict {}

  /** Continues in another chain, and comes back at its end. */
  record Jump(ChainId.Regular chain) implements Verdict {}

  /** Drops and counts the packet. */
  record Drop(Counter counter) implements Verdict {}

  /** Counts the packet and continues. */
  record Count(Counter counter) implements Verdict {}

  /** Decides the connection for the link with this number and continues. */
  record Decide(int link) implements Verdict {}

  /** Notes that the connection came in by the link with this number, and continues. */
  record NoteCameBy(int link) implements Verdict {}

  /** Gives the packet the mark of the link with this number and continues. */
  record Mark(int link) implements Verdict {}

  /** How a group picks a slot. */
  enum Draw {
    IN_TURN,
    BY_CHANCE,
    /** Always the same slot for the same source address. */
    BY_SOURCE
  }

  /** Picks a slot and continues in its chain; a link has as many slots as its share. */
  record Pick(Draw draw, List<Egress> slots) implements Verdict {
    public Pick {
      slots = List.copyOf(slots);
      if (new HashSet<>(slots).size() < 2) {
        throw new IllegalArgumentException("only one egress in " + slots);
      }
    }
  }

  /** Limits TCP segments to this size. */
  record ClampMss(int size) implements Verdict {}

  /** Copies the packet to a netfilter log group and continues. */
  record Copy(int group) implements Verdict {}

  /** Copies the packet likewise, unless too many came within a second, and continues. */
  record CopySome(int group) implements Verdict {
    /** So many in each second. */
    public static final int RATE = 50;

    /** So many at once after a pause. */
    public static final int BURST = 100;
  }

  /**
   * Sends the packet to a queue, and counts it as {@link Counter#ANSWERS}.
   *
   * @param bypass whether the packet passes if no process has opened the queue; else it is dropped
   */
  record Queue(int queue, boolean bypass) implements Verdict {}

  /** The chains where the packet may continue. */
  default Set<ChainId.Regular> leadsTo() {
    return switch (this) {
      case GoTo(ChainId.Regular chain) -> Set.of(chain);
      case Jump(ChainId.Regular chain) -> Set.of(chain);
      case Pick(_, List<Egress> slots) -> Set.copyOf(slots);
      case Plain _,
          Drop _,
          Count _,
          Decide _,
          NoteCameBy _,
          Mark _,
          ClampMss _,
          Copy _,
          CopySome _,
          Queue _ ->
          Set.of();
    };
  }

  /** The counters that it uses. */
  default Set<Counter> counters() {
    return switch (this) {
      case Drop(Counter counter) -> Set.of(counter);
      case Count(Counter counter) -> Set.of(counter);
      case Queue _ -> Set.of(Counter.ANSWERS);
      case Plain plain -> plain == Plain.REJECT ? Set.of(Counter.REFUSED) : Set.of();
      case GoTo _, Jump _, Pick _, Decide _, NoteCameBy _, Mark _, ClampMss _, Copy _, CopySome _ ->
          Set.of();
    };
  }
}
