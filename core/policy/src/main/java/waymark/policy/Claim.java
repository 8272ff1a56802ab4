package waymark.policy;

/**
 * One rule's claim to an address, and how strong it is against the claims of others.
 *
 * <p>Greater claims win: greater weight; then a name before a network; then the more specific; then
 * the rule that is earlier in the file. All of that is in one number, so that comparing takes one
 * instruction. Claims of two policies are not comparable.
 *
 * @param rule whose; for {@link Specificity#DEFAULT} a rule called {@code default} with the
 *     policy's default as its links
 * @param specificity by what
 * @param precedence its strength; no two rules of one policy have the same
 * @param place where in the rule the pattern or network is; means nothing outside this package
 */
public record Claim(Rule rule, Specificity specificity, long precedence, int place)
    implements Comparable<Claim> {

  /** What matched, as the configuration would write it: {@code *.example.com}. */
  public String matched() {
    return switch (specificity) {
      case EXACT, SUFFIX, BELOW -> rule.names().at(place).toString();
      case REGEX -> rule.names().regexes().get(place).toString();
      case NETWORK -> rule.networks().get(place).toString();
      case AREA -> rule.areas().get(place).name();
      case DEFAULT -> "default";
    };
  }

  /** Whether no rule claims the address. */
  public boolean isDefault() {
    return specificity == Specificity.DEFAULT;
  }

  /** The index of the rule in its policy; -1 for the default. */
  public int order() {
    return Precedence.order(precedence);
  }

  /** Whether this wins over the other. */
  public boolean beats(Claim other) {
    return precedence > other.precedence;
  }

  @Override
  public int compareTo(Claim other) {
    return Long.compare(precedence, other.precedence);
  }

  /** The same match of the same rule; by identity of the rule, which may be huge. */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(Object other) {
    return other instanceof Claim that
        && precedence == that.precedence
        && place == that.place
        && rule == that.rule;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(precedence) * 31 + place;
  }

  @Override
  public String toString() {
    return rule.name() + " by " + matched();
  }
}
