package waymark.api;

import java.util.List;

/**
 * What the journal says of a name at one time; {@code waymark explain --at} prints it.
 *
 * @param name in normal form
 * @param from the begin of that time: {@code 2026-01-31T14:03:00Z}
 * @param until its end
 * @param answers the last answer of each client before the end, the oldest first
 * @param denials packets to the name's addresses that were refused within that time
 * @param begins when the journal begins; empty: it has no row
 */
public record PastDecisions(
    String name,
    String from,
    String until,
    List<LogRow> answers,
    List<LogRow> denials,
    String begins) {
  public PastDecisions {
    answers = List.copyOf(answers);
    denials = List.copyOf(denials);
  }
}
