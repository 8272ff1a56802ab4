package waymark.console;

import waymark.api.FileProblems;
import waymark.api.Problem;

/** The outcome of a request that the host may refuse. */
public sealed interface RequestOutcome {
  /** The request was carried out. */
  record Done(Record answer) implements RequestOutcome {}

  /** The file has problems. */
  record Wrong(FileProblems problems) implements RequestOutcome {}

  /** The host refuses in its present state. */
  record Refused(Problem problem) implements RequestOutcome {}
}
