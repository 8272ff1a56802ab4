package waymark.kernel.steering;

/** Names a chain. */
public sealed interface ChainId permits Hook, ChainId.Regular {

  /** A chain that other chains lead to. */
  sealed interface Regular extends ChainId
      permits Egress,
          Stage,
          SteerBy,
          Target,
          LostTo,
          FromTarget,
          MarkFor,
          Leaving,
          Wrong,
          Masquerade,
          Own {}

  /** The chains that exist once. */
  enum Stage implements Regular {
    /** Marks the packets of a decided connection; leads others on. */
    STEER,
    /** Decides a connection at its first packet. */
    NEW,
    /** Marks replies for the link that their connection came in by. */
    REPLIES,
    /** Removes the mark of a link from a packet that must not have it. */
    UNMARK,
    /** Finds packets of forgotten connections that come from a target by no link of it. */
    INTRUDERS,
    /** Refuses packets, except bridged ones. */
    REFUSE,
    /** Drops packets of refused connections, except bridged ones. */
    DROP_REFUSED,
    /** Checks by which interface replies leave. */
    BACK,
    /** Drops packets that belong to no tracked connection and go to a target of links. */
    LOST,
    /** Drops forwarded packets with a spoofed source. */
    FORGED,
    /** Decides connections that connection tracking first sees mid-stream. */
    RESUMED,
    /** Refuses what no rule allows, except DNS to a resolver. */
    DENY,
    /** Drops what would leave undecided: the second line of default deny. */
    STRAYS,
    /** Copies DNS questions, and leads to {@link #ANSWER} for answers. */
    MESSAGE,
    /** Copies or queues DNS answers. */
    ANSWER,
    /** Leads to {@link #ANSWER} for packets from a server that do not count as replies. */
    FORGOTTEN_ANSWER,
    /** Copies packets to a server that count as replies, or belong to no connection. */
    FORGOTTEN_QUESTION
  }

  /** Continues {@link Stage#NEW} for one family. */
  record SteerBy(Family family) implements Regular {}

  /** Chooses the egress of a new connection to a target. */
  record Target(String name) implements Regular {}

  /** Drops or passes packets of no tracked connection to a target. */
  record LostTo(String target) implements Regular {}

  /** Finds packets of forgotten connections from a target that come in by no link of it. */
  record FromTarget(String name) implements Regular {}

  /** Gives packets the mark of the link with this number. */
  record MarkFor(int link) implements Regular {}

  /** Checks and counts packets of a connection that is decided for the link with this number. */
  record Leaving(int link) implements Regular {}

  /** Drops and counts packets of a link that would leave by another interface. */
  record Wrong(int link) implements Regular {}

  /** Translates source addresses on the link with this number. */
  record Masquerade(int link) implements Regular {}

  /** The variant of a chain for this host's own packets; see {@link OwnTraffic}. */
  record Own(Regular chain) implements Regular {}
}
