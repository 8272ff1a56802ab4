package waymark.kernel.steering;

/** Names a chain. */
public sealed interface ChainId permits Hook, ChainId.Regular {

  /** A chain that other chains lead to. */
  sealed interface Regular extends ChainId
      permits Egress, Stage, SteerBy, Target, InvalidTo, Masquerade, Own {}

  /** The chains that exist once. */
  enum Stage implements Regular {
    /** Decides a connection at its first packet. */
    STEER,
    /** Lets a socket of this host that is bound to a link and marked for it leave by that link. */
    BOUND,
    /** Drops or passes packets that belong to no tracked connection. */
    INVALID_PACKETS,
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
    ANSWER
  }

  /** Continues {@link Stage#STEER} for one family. */
  record SteerBy(Family family) implements Regular {}

  /** Chooses the egress of a new connection to a target. */
  record Target(String name) implements Regular {}

  /** Drops or passes invalid packets to a target. */
  record InvalidTo(String target) implements Regular {}

  /** Translates source addresses on the link with this number. */
  record Masquerade(int link) implements Regular {}

  /** The variant of a chain for this host's own packets; see {@link OwnTraffic}. */
  record Own(Regular chain) implements Regular {}
}
