package waymark.app.cli;

/** A command cannot be carried out: what failed, and what the user can do about it. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Exit exit;
  private final String advice;
  private final String usage;

  /**
   * A failure of a command that was understood.
   *
   * @param advice empty when the message says it
   */
  public Failure(Exit exit, String message, String advice) {
    this(exit, message, advice, "");
  }

  private Failure(Exit exit, String message, String advice, String usage) {
    super(message);
    this.exit = exit;
    this.advice = advice;
    this.usage = usage;
  }

  /** The words after a command are not those that it takes. */
  static Failure ofUsage(Syntax syntax, String message) {
    String advice = "see 'waymark " + syntax.command() + " --help'";
    return new Failure(Exit.WRONG, message, advice, "Usage: " + syntax.usage());
  }

  public Exit exit() {
    return exit;
  }

  public String advice() {
    return advice;
  }

  /** The message and the advice, and a line of usage where the command line is wrong. */
  void print(Terminal terminal) {
    terminal.say(sentence());
    if (!usage.isEmpty()) {
      terminal.err().print(usage + "\n");
    }
  }

  private String sentence() {
    String message = String.valueOf(getMessage());
    if (advice.isEmpty()) {
      return message;
    }
    return message.endsWith("?")
        ? message + " " + HelpText.capitalized(advice)
        : message + "; " + advice;
  }
}
