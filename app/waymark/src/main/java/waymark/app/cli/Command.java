package waymark.app.cli;

/** One command of the command line. */
public interface Command {
  /** What it takes, and what its help says. */
  Syntax syntax();

  /**
   * Carries it out.
   *
   * @throws Failure when it cannot be carried out
   */
  Exit run(ParsedArguments arguments, Terminal terminal);
}
