package waymark.kernel;

/** A part of the table {@code inet waymark}; the larger first, which takes the smaller along. */
enum TablePart {
  TABLE("the table inet waymark"),
  CHAINS("the chains of inet waymark"),
  SETS("the sets of inet waymark"),
  RULES("the rules of inet waymark"),
  ELEMENTS("the elements of inet waymark");

  private final String words;

  TablePart(String words) {
    this.words = words;
  }

  TablePart orLarger(TablePart other) {
    return compareTo(other) <= 0 ? this : other;
  }

  /** For people. */
  @Override
  public String toString() {
    return words;
  }
}
