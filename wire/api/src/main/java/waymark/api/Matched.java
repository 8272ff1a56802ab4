package waymark.api;

import java.util.List;

/**
 * A rule that claims a name or an address, and by what.
 *
 * @param rule its name; {@code default} when no rule claims it
 * @param to the links in the order in which they are tried
 * @param weight the rule with the greater one wins
 * @param by the kind of thing that matched
 * @param pattern what matched, as the configuration writes it: {@code *.example.com}
 * @param ports which connections alone it is about: {@code tcp/22}; none: all
 * @param from whose connections alone it is about: {@code 192.168.1.0/24}; none: everybody's
 */
public record Matched(
    String rule,
    List<String> to,
    int weight,
    By by,
    String pattern,
    List<String> ports,
    List<String> from) {

  /** By what a rule claims; at equal weight the earlier in this list wins. */
  public enum By {
    /** Exactly the name. */
    EXACT,
    /** The name or one above it; more labels win. */
    SUFFIX,
    /** A name above it; more labels win. */
    BELOW,
    /** A regular expression. */
    REGEX,
    /** A network; the longer prefix wins. */
    NETWORK,
    /** The country or the like that an address is in. */
    AREA,
    /** Nothing: what no rule claims. */
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

  /** Whether it is about connections to every port, from everybody. */
  public boolean concernsAll() {
    return ports.isEmpty() && from.isEmpty();
  }

  /** A claim to all connections. */
  public Matched(String rule, List<String> to, int weight, By by, String pattern) {
    this(rule, to, weight, by, pattern, List.of(), List.of());
  }
}
