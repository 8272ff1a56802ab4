package waymark.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Something that a host did or noticed.
 *
 * @param number one more than that of the event before it; begins with 1 at each start
 * @param at when: {@code 2026-01-31T09:00:00.123Z}
 * @param kind which of the other components have a meaning
 * @param names learned, refused: the name asked for and its CNAMEs; ended: the name
 * @param address learned, refused, ended, moved: the address
 * @param rule learned, ended: whose lease it is
 * @param link link_up, link_down: the link
 * @param to moved: where connections to the address go now, in the order in which it is tried
 * @param what refused, link_down: why; repaired, updated, faulty, recovered: what
 * @param count moved: how many connections; policy_replaced: how many rules
 * @param seconds learned: that the lease lasts
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
    long seconds) {

  /** What happened. */
  public enum Kind {
    /** An address is held for a rule because of a name. */
    LEARNED,
    /** An address was not taken in although a rule names it. */
    REFUSED,
    /** An address is no longer held for a rule because of a name. */
    ENDED,
    /** Connections were ended that left by a link which their address no longer has. */
    MOVED,
    /** Our kernel state was repaired after another process changed it. */
    REPAIRED,
    LINK_UP,
    LINK_DOWN,
    /** Another policy is in force. */
    POLICY_REPLACED,
    /** A list or a database of countries has new content. */
    UPDATED,
    /** A list or a database of countries cannot be used, or a rule lacks something of it. */
    FAULTY,
    /** What was faulty is no longer. */
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
