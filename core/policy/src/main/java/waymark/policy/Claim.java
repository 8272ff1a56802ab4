package waymark.policy;

/**
 * One rule's claim to an address, and its strength against the claims of other rules.
 *
 * <p>The greater claim wins: the greater weight; then a name before a network; then the more
 * specific match; then the rule that comes earlier in the file. One number encodes all of this, so
 * a comparison takes one instruction. Claims of different policies are not comparable.
 *
 * @param rule the rule that claims; for {@link Specificity#DEFAULT} a rule called {@code default}
 *     that leads where the policy's default leads
 * @param specificity the kind of match
 * @param precedence the strength; no two rules of one policy have the same
 * @param place the position of the pattern or network in the rule; only this package can read it
 */
public record Claim(Rule rule, Specificity specificity, long precedence, int place)
    implements Comparable<Claim> {

  /**
   * The pattern or network that matched, in the configuration's notation: {@code *.example.com}.
   */
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

  /** Whether this claim wins over the other. */
  public boolean beats(Claim other) {
    return precedence > other.precedence;
  }

  @Override
  public int compareTo(Claim other) {
    return Long.compare(precedence, other.precedence);
  }

  /**
   * Whether both are the same match of the same rule. Compares rules by identity: a rule may be
   * huge.
   */
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
