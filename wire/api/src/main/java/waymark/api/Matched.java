package waymark.api;

import java.util.List;

/**
 * A rule that claims a name or an address, and what matched.
 *
 * @param rule its name; {@code default} when no rule claims it
 * @param to its links and groups in the order in which they are tried
 * @param weight its weight; the greater one wins
 * @param by the kind of the match
 * @param pattern what matched, as the configuration writes it: {@code *.example.com}
 * @param ports the ports that the rule is limited to: {@code tcp/22}; empty for all
 * @param from the clients that the rule is limited to: {@code 192.168.1.0/24}; empty for all
 * @param list the list that contains what matched; empty when the rule itself does
 */
public record Matched(
    String rule,
    List<String> to,
    int weight,
    By by,
    String pattern,
    List<String> ports,
    List<String> from,
    String list) {

  /** What a rule claims by; at equal weight the earlier kind wins. */
  public enum By {
    /** Exactly this name. */
    EXACT,
    /** The name or a parent domain; more labels win. */
    SUFFIX,
    /** A parent domain; more labels win. */
    BELOW,
    /** A regular expression. */
    REGEX,
    /** A network; the longer prefix wins. */
    NETWORK,
    /** The country or autonomous system of the address. */
    AREA,
    /** The default, where no rule matches. */
    DEFAULT;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public Matched {
    to = List.copyOf(to);
    ports = List.copyOf(ports);
    from = List.copyOf(from);
  }

  /** A match of what the rule itself names. */
  public Matched(
      String rule,
      List<String> to,
      int weight,
      By by,
      String pattern,
      List<String> ports,
      List<String> from) {
    this(rule, to, weight, by, pattern, ports, from, "");
  }

  /** The same match, by what a list contains. */
  public Matched in(String list) {
    return new Matched(rule, to, weight, by, pattern, ports, from, list);
  }

  /** Whether the rule covers all ports and all clients. */
  public boolean concernsAll() {
    return ports.isEmpty() && from.isEmpty();
  }

  /** A claim to all connections. */
  public Matched(String rule, List<String> to, int weight, By by, String pattern) {
    this(rule, to, weight, by, pattern, List.of(), List.of(), "");
  }
}
