package waymark.app.client;

import waymark.api.FileProblems;
import waymark.app.cli.Exit;
import waymark.app.cli.Terminal;
import waymark.app.toapi.ProblemToApi;

/** The daemon did not load a file, because it has problems. */
public final class InvalidFileException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient FileProblems problems;

  public InvalidFileException(FileProblems problems) {
    super(problems.error());
    this.problems = problems;
  }

  public FileProblems problems() {
    return problems;
  }

  /** Prints every problem, as {@code waymark check} does. */
  public Exit print(boolean json, Terminal terminal) {
    terminal.out().print(ProblemToApi.text(problems, json));
    terminal.say(problems.error());
    return Exit.WRONG;
  }
}
