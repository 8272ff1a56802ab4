package waymark.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What one word of the command line does. */
interface Command {
  /** Its options, and what its help says. */
  CommandSpec spec();

  /**
   * Does it.
   *
   * @throws Failure when it cannot be done
   */
  Exit run(ParseResult line, Terminal terminal);
}
