package waymark.kernel.steering;

/** A base chain: the kernel itself sends packets to it. */
public enum Hook implements ChainId {
  /** Arriving packets, after translation of the destination and before the routing decision. */
  PREROUTING,
  /** This host's own packets, likewise; a mark that is set here changes their route. */
  OUTPUT,
  /** This host's own packets, before other programs can change the mark of their socket. */
  BOUND,
  /** Forwarded packets, before other programs can store their mark. */
  FORWARD,
  /** Forwarded and own packets: refusals. */
  REFUSAL,
  /** Packets for this host: refusals. */
  REFUSAL_HERE,
  /** Leaving packets: checks the interface. */
  GUARD,
  /** The first packet of each leaving connection: source addresses. */
  SOURCE_NAT,
  /** Leaving packets: TCP segment sizes. */
  SEGMENTS_OUT,
  /** Arriving packets: TCP segment sizes. */
  SEGMENTS_IN,
  /** Forwarded and own packets before they leave; packets without a verdict are dropped. */
  LEAVING,
  /** Leaving packets and packets for this host: DNS. */
  DNS,
  /** Arriving packets and this host's own, after their decision: DNS of forgotten connections. */
  FORGOTTEN_DNS,
  /** Leaving packets: counters of links, where no guard counts. */
  ACCOUNTS_OUT,
  /** Packets for this host. */
  INPUT
}
