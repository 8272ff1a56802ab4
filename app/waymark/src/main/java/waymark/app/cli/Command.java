package waymark.app.cli;

/** What one word of the command line does. */
public interface Command {
  /** What it takes, and what its help says. */
  Syntax syntax();

  /**
   * Does it.
   *
   * @throws Failure when it cannot be done
   */
  Exit run(ParsedArguments arguments, Terminal terminal);
}
