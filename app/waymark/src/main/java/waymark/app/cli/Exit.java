package waymark.app.cli;

/** How a command ended: its exit code. */
public enum Exit {
  DONE(0, "Done."),
  FAILED(1, "Failed."),
  WRONG(2, "Wrong usage, or an invalid configuration."),
  NOT_PERMITTED(3, "Not permitted."),
  NOT_REACHABLE(4, "No daemon answers, or it is still starting.");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  public int code() {
    return code;
  }

  /** A sentence. */
  public String meaning() {
    return meaning;
  }
}
