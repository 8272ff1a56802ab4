package waymark.app;

/** What one word of the command line does. */
interface Command {
  /** What it takes, and what its help says. */
  Syntax syntax();

  /**
   * Does it.
   *
   * @throws Failure when it cannot be done
   */
  Exit run(Line line, Terminal terminal);
}
