package waymark.api;

import java.util.List;

/**
 * Why a file was not loaded.
 *
 * @param error a sentence with the number of problems
 * @param advice what to do; empty when {@code error} says it
 */
public record FileProblems(String error, String advice, List<FileProblem> problems) {
  public FileProblems {
    problems = List.copyOf(problems);
  }
}
