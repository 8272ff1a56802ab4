package waymark.kernel.steering;

/**
 * A counter of packets.
 *
 * @param name in nftables; an iptables rule counts by itself and needs no name
 */
public record Counter(String name) {
  /** Packets that were refused, or dropped because of a spoofed source. */
  public static final Counter REFUSED = new Counter("refused");

  /** Packets that would have left undecided. */
  public static final Counter STRAYS = new Counter("strays");

  /** Dropped packets that belong to no tracked connection, or to one that came in wrongly. */
  public static final Counter LOST = new Counter("lost");

  /** DNS answers that came to the queue. */
  public static final Counter ANSWERS = new Counter("answers");

  /** DNS questions without connection tracking, whose answers teach nothing. */
  public static final Counter UNTRACKED_DNS = new Counter("untracked_dns");

  /** DNS answers that should have been held while nobody read them. */
  public static final Counter UNREAD_ANSWERS = new Counter("unread_answers");

  /** New connections to the port of encrypted DNS. */
  public static final Counter ENCRYPTED_DNS = new Counter("encrypted_dns");

  /** The prefix of the counters for packets that leave by a link. */
  public static final String SENT = "sent_";

  /** The prefix of the counters for packets that come back by a link. */
  public static final String RECEIVED = "received_";

  /** Whether this counts what a link carries. */
  public boolean isOfLink() {
    return name.startsWith(SENT) || name.startsWith(RECEIVED);
  }

  /** Packets of connections of this link that would have left by another interface. */
  public static Counter wrong(int link) {
    return new Counter("wrong_" + link);
  }

  /** Packets that left by this link. */
  public static Counter sent(int link) {
    return new Counter(SENT + link);
  }

  /** Packets that came back by this link. */
  public static Counter received(int link) {
    return new Counter(RECEIVED + link);
  }
}
