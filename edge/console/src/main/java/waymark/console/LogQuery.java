package waymark.console;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.policy.DomainName;
import waymark.policy.Network;
import waymark.policy.SyntaxException;

/**
 * Which rows of the journal a request to {@code /api/v1/log} wants.
 *
 * @param name rows with this name or one below it, in normal form; empty: any
 * @param client rows of clients in this network
 * @param link rows of this link or group; empty: any
 * @param rule rows of this rule; empty: any
 * @param since rows of this time or later
 * @param until rows before this time
 * @param denied refused packets only
 * @param after rows after the one with this number
 * @param limit the most rows
 */
public record LogQuery(
    String name,
    Optional<Network> client,
    String link,
    String rule,
    Instant since,
    Instant until,
    boolean denied,
    long after,
    int limit) {
  /** The most rows of an answer. */
  public static final int MOST = 10_000;

  private static final int USUAL = 1_000;
  private static final Set<String> ALL =
      Set.of("name", "client", "link", "rule", "since", "until", "denied", "after", "limit");

  /**
   * Reads the parameters of a request, each of which may be absent.
   *
   * @throws SyntaxException when one of them is unknown or malformed
   */
  public static LogQuery parse(Map<String, String> parameters) {
    for (String key : parameters.keySet()) {
      if (!ALL.contains(key)) {
        throw new SyntaxException(
            "'" + key + "' is no parameter of the log", String.join(", ", ALL));
      }
    }
    String name = parameters.getOrDefault("name", "");
    String client = parameters.getOrDefault("client", "");
    return new LogQuery(
        name.isEmpty() ? "" : DomainName.normalize(name),
        client.isEmpty() ? Optional.empty() : Optional.of(Network.parse(client)),
        parameters.getOrDefault("link", ""),
        parameters.getOrDefault("rule", ""),
        time(parameters, "since", Instant.MIN),
        time(parameters, "until", Instant.MAX),
        parameters.getOrDefault("denied", "false").equals("true"),
        number(parameters, "after", 0, Long.MAX_VALUE),
        (int) number(parameters, "limit", USUAL, MOST));
  }

  private static Instant time(Map<String, String> parameters, String key, Instant otherwise) {
    String text = parameters.getOrDefault(key, "");
    try {
      return text.isEmpty() ? otherwise : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new SyntaxException(
          key + " is '" + text + "'", "a time in UTC, such as 2026-01-31T09:00:00Z");
    }
  }

  private static long number(
      Map<String, String> parameters, String key, long otherwise, long most) {
    String text = parameters.getOrDefault(key, "");
    try {
      long number = text.isEmpty() ? otherwise : Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below, as any other text that is not such a number.
    }
    throw new SyntaxException(key + " is '" + text + "'", "a number from 0 to " + most);
  }

  /** The same for rows after another one. */
  public LogQuery from(long number) {
    return new LogQuery(name, client, link, rule, since, until, denied, number, limit);
  }
}
