package waymark.api;

import java.util.List;

/**
 * A row of the journal: a DNS answer, or a packet that was refused. Names and addresses that are
 * hashed are words such as {@code #k3vw7x2a}; a name has one for each label.
 *
 * @param number counts up from 1
 * @param at the time: {@code 2026-01-31T09:00:00.123Z}
 * @param outcome what happened; denied: it is a refused packet
 * @param client whom the answer was for, or who sent the packet
 * @param names the name asked for and its CNAMEs; of a packet, the name of its address, if known
 * @param addresses of the answer; of a packet, where it should have gone
 * @param rule that decides about the first address for this client, or {@code default}; empty
 *     without addresses
 * @param link the link or group that the rule led to, {@code block} where none was up; empty for a
 *     packet
 * @param heldMicros for how many microseconds the answer was held
 * @param protocol of a packet: {@code tcp}, {@code udp}, {@code icmp}, {@code icmpv6}, or a number
 * @param port of a packet; 0: its protocol has none
 */
public record LogRow(
    long number,
    String at,
    Outcome outcome,
    String client,
    List<String> names,
    List<String> addresses,
    String rule,
    String link,
    long heldMicros,
    String protocol,
    int port) {
  /** What became of an answer or a packet. */
  public enum Outcome {
    /** The answer went on at once: the kernel had nothing to learn from it. */
    PASSED,
    /** The answer was held, and went on when the kernel knew its addresses. */
    HELD,
    /** The answer went on at the deadline, before the kernel knew its addresses. */
    LATE,
    /** The answer was dropped at the deadline, or because there was no room for its addresses. */
    DROPPED,
    /** The answer was read from a copy, and nothing waited. */
    OBSERVED,
    /** The answer went on and was not learned from, because its server does not count. */
    UNTRUSTED,
    /** The answer was an error, such as that the name does not exist. */
    FAILED,
    /**
     * The answer was dropped, because it might have led the client past a rule that fails closed.
     */
    DOUBTFUL,
    /** The packet was refused. */
    DENIED;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public LogRow {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }
}
