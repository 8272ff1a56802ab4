package waymark.api;

/**
 * Packets of a client that were refused, to the same port of the same address.
 *
 * @param client who sent them
 * @param name that led to the address; empty where it is not known
 * @param protocol {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or a number
 * @param port 0: the protocol has none
 * @param rule that decides about them, or {@code default}
 * @param packets how many of them were copied to the daemon: at least one
 * @param first when the first was: {@code 2026-01-31T09:00:00.123Z}
 * @param last when the last was
 * @param allow the rule, as the configuration writes it, that would allow them, and all others that
 *     were refused to that name or address; empty where a rule would not help
 */
public record Denial(
    String client,
    String address,
    String name,
    String protocol,
    int port,
    String rule,
    Cause cause,
    long packets,
    String first,
    String last,
    String allow) {
  /** Why packets are refused. */
  public enum Cause {
    /** No rule allows them, and the default is to block. */
    DEFAULT,
    /** A rule blocks them. */
    RULE,
    /** No link of their rule is up, or none has their family. */
    LINK_DOWN,
    /** Their connection began before the rule could decide about it. */
    EARLIER;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }
}
