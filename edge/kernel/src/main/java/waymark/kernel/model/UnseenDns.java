package waymark.kernel.model;

/**
 * DNS that passed without being read, in packets since the table was made; by chains of iptables,
 * since about the start.
 *
 * @param untracked questions that a rule of this host exempts from connection tracking
 * @param encrypted new connections to the port of DNS over TLS and QUIC
 * @param unread answers that should have been held while nobody read them: they passed, or were
 *     dropped
 */
public record UnseenDns(long untracked, long encrypted, long unread) {
  /** None passed. */
  public static final UnseenDns NONE = new UnseenDns(0, 0, 0);
}
