package waymark.console;

import waymark.api.FileProblems;
import waymark.api.Problem;

/** What came of a request that may be turned down. */
public sealed interface Outcome {
  /** It was done. */
  record Done(Record answer) implements Outcome {}

  /** The file that it is about is wrong. */
  record Wrong(FileProblems problems) implements Outcome {}

  /** It cannot be done as things are. */
  record Refused(Problem problem) implements Outcome {}
}
