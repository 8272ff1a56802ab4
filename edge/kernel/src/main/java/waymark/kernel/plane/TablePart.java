package waymark.kernel.plane;

/** A part of the table {@code inet waymark}. */
public enum TablePart {
  TABLE("the table inet waymark"),
  CHAINS("the chains of inet waymark"),
  SETS("the sets of inet waymark"),
  RULES("the rules of inet waymark"),
  ELEMENTS("the elements of inet waymark");

  private final String words;

  TablePart(String words) {
    this.words = words;
  }

  /** Whether it is put right by writing all chains anew. */
  boolean isOfChains() {
    return this == CHAINS || this == RULES;
  }

  /** Of chains and rules, the chains. */
  TablePart orLarger(TablePart other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** For people. */
  @Override
  public String toString() {
    return words;
  }
}
