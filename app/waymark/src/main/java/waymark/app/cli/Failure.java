package waymark.app.cli;

/** A command cannot be done: what happened, to what, and what to do. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final String advice;

  /**
   * A failure with what the user can do about it.
   *
   * @param advice empty when the message says it
   */
  public Failure(Exit exit, String message, String advice) {
    super(message);
    this.exit = exit;
    this.advice = advice;
  }

  public Exit exit() {
    return exit;
  }

  public String advice() {
    return advice;
  }
}
