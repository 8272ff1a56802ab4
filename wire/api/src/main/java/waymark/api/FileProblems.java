package waymark.api;

import java.util.List;

/**
 * Why a file was not loaded.
 *
 * @param error how many problems it has
 * @param advice what to do; empty when {@code error} says it
 */
public record FileProblems(String error, String advice, List<FileProblem> problems) {
  public FileProblems {
    problems = List.copyOf(problems);
  }
}
