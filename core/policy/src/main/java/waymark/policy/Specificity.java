package waymark.policy;

/** How a rule claims an address. */
public enum Specificity {
  /** By the exact name. */
  EXACT,
  /** By the name or a name above it; more labels are more specific. */
  SUFFIX,
  /** By a name above the name; more labels are more specific. */
  BELOW,
  /** By a regular expression. */
  REGEX,
  /** By a network; the longer prefix is more specific. */
  NETWORK,
  /** By the country or autonomous system of the address. */
  AREA,
  /** By the default: no rule claims the address. */
  DEFAULT;

  /** Whether the claim is by name, not by address. */
  public boolean isName() {
    return this != NETWORK && this != AREA && this != DEFAULT;
  }
}
