package waymark.policy;

/** By what a rule claims an address. */
public enum Specificity {
  /** By exactly the name. */
  EXACT,
  /** By the name or one above it; more labels are more specific. */
  SUFFIX,
  /** By a name above the name; more labels are more specific. */
  BELOW,
  /** By a regular expression. */
  REGEX,
  /** By a network; the longer prefix is more specific. */
  NETWORK,
  /** By the country or the like that the address is in. */
  AREA,
  /** By nothing: what no rule claims. */
  DEFAULT;

  /** Whether the name decided, not the address. */
  public boolean isName() {
    return this != NETWORK && this != AREA && this != DEFAULT;
  }
}
