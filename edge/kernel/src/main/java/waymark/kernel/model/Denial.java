package waymark.kernel.model;

import waymark.policy.Address;

/**
 * Packets of a client that were refused, to the same port of the same address.
 *
 * @param client who sent them
 * @param protocol the number of their protocol, 6 for TCP
 * @param port 0 for a protocol without ports
 * @param cause why
 * @param rule that decides about them, or {@code default}
 * @param name that led to the address; empty where it is not known
 * @param packets how many copies of them were read
 * @param first when the first was read, in milliseconds since the epoch
 * @param last when the last was read, likewise
 */
public record Denial(
    Address client,
    Address address,
    int protocol,
    int port,
    Cause cause,
    String rule,
    String name,
    long packets,
    long first,
    long last) {
  /** Why a packet is refused. */
  public enum Cause {
    /** No rule allows it, and the default is to block. */
    DEFAULT,
    /** A rule blocks it. */
    RULE,
    /** No link of its rule is up, or there is none for its family. */
    LINK_DOWN,
    /** Its connection began before the rule could decide about it. */
    EARLIER
  }
}
