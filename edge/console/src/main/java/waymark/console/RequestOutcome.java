package waymark.console;

import waymark.api.FileProblems;
import waymark.api.Problem;

/** What came of a request that may be turned down. */
public sealed interface RequestOutcome {
  /** It was done. */
  record Done(Record answer) implements RequestOutcome {}

  /** The file that it is about is wrong. */
  record Wrong(FileProblems problems) implements RequestOutcome {}

  /** It cannot be done as things are. */
  record Refused(Problem problem) implements RequestOutcome {}
}
