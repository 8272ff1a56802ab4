package waymark.journal;

import java.time.Instant;
import java.util.List;

/**
 * A row as it was kept. What was hashed is shown as {@code #} and eight characters; a name, as one
 * such word for each of its labels: {@code #k3vw7x2a.#b5c6d7e2}.
 *
 * @param number counts up from 1
 * @param names of an answer, the name asked for and its CNAMEs; of a denial, one or none
 * @param addresses of an answer; of a denial, the one that was refused
 * @param link empty for a denial
 * @param fate what happened
 */
public record KeptRow(
    long number,
    Instant at,
    String client,
    List<String> names,
    List<String> addresses,
    String rule,
    String link,
    Fate fate) {

  /** What happened to the answer or the packet. */
  public sealed interface Fate {}

  /** As of {@link Row.Answer}. */
  public record Answered(Outcome outcome, long heldMicros) implements Fate {}

  /** As of {@link Row.Denial}. */
  public record Denied(int protocol, int port) implements Fate {}

  public KeptRow {
    names = List.copyOf(names);
    addresses = List.copyOf(addresses);
  }

  /** The same with other names. */
  KeptRow named(List<String> others, String client) {
    return new KeptRow(number, at, client, others, addresses, rule, link, fate);
  }
}
