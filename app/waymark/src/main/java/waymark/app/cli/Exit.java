package waymark.app.cli;

/** How a command ended, as its exit code says. */
public enum Exit {
  DONE(0),
  FAILED(1),
  /** Wrong usage or configuration. */
  WRONG(2),
  NOT_PERMITTED(3),
  NOT_REACHABLE(4);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
