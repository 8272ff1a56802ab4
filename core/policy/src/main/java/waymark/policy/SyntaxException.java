package waymark.policy;

/** Invalid text from a person: what is wrong with it, and what was expected. */
public final class SyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String what;
  private final String expected;

  public SyntaxException(String what, String expected) {
    super(what + "; expected " + expected);
    this.what = what;
    this.expected = expected;
  }

  /** What is wrong, quoting the text: {@code '10.0.0.1/8' has bits set beyond its prefix}. */
  public String what() {
    return what;
  }

  /** What would be right, to be read after "expected": {@code 10.0.0.0/8}. */
  public String expected() {
    return expected;
  }
}
