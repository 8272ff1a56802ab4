package waymark.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * An event of a host.
 *
 * @param number counts up from 1 at each start
 * @param at the time: {@code 2026-01-31T09:00:00.123Z}
 * @param kind determines which of the other components have a value
 * @param names learned, refused: the name asked for and its CNAMEs; ended: the name; denied: the
 *     name that led to the address, if known
 * @param address learned, refused, ended, moved, denied: the address
 * @param rule learned, ended: the rule of the lease; denied: the rule that refused, or {@code
 *     default}
 * @param link link_up, link_down: the link
 * @param to moved: the links and groups for the address now, in the order in which they are tried
 * @param what refused, link_down: the reason; repaired, updated, faulty, recovered: the object;
 *     denied: protocol and port, such as {@code tcp/443}
 * @param count moved: the number of connections; policy_replaced: the number of rules
 * @param seconds learned: the duration of the lease
 * @param client denied: who sent the packet
 */
public record Event(
    long number,
    String at,
    Kind kind,
    List<String> names,
    String address,
    String rule,
    String link,
    List<String> to,
    String what,
    long count,
    long seconds,
    String client) {

  /** The kind of an event. */
  public enum Kind {
    /** An address got a lease for a rule because of a name. */
    LEARNED,
    /** An address got no lease although a rule names it. */
    REFUSED,
    /** A packet was refused; told of the same client, address and port once a minute. */
    DENIED,
    /** The lease of an address for a rule ended. */
    ENDED,
    /** Connections were ended because their address moved to another link. */
    MOVED,
    /** The kernel was repaired after another process had changed it. */
    REPAIRED,
    LINK_UP,
    LINK_DOWN,
    /** Another policy is in force. */
    POLICY_REPLACED,
    /** A list or a country database has new content. */
    UPDATED,
    /** A list or a country database cannot be used, or lacks something that a rule wants. */
    FAULTY,
    /** A fault of a list or a country database is over. */
    RECOVERED;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public Event {
    names = List.copyOf(names);
    to = List.copyOf(to);
    try {
      Instant.parse(at);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'" + at + "' is not a time in UTC", e);
    }
  }
}
