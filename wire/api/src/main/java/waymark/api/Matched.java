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
 */
public record Matched(String rule, List<String> to, int weight, By by, String pattern) {

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
    /** Nothing: what no rule claims. */
    DEFAULT;

    @Override
    public String toString() {
      return Words.of(this);
    }
  }

  public Matched {
    to = List.copyOf(to);
  }
}
