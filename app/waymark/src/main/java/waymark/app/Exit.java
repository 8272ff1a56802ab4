package waymark.app;

/** How a command ended, as its exit code says. */
enum Exit {
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

  int code() {
    return code;
  }
}
