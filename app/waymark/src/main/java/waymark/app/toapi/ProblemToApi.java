package waymark.app.toapi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import waymark.api.FileProblem;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.app.config.Problem;
import waymark.app.config.Problems;

/** The problems of a file as records of the API, and back. */
public final class ProblemToApi {
  private ProblemToApi() {}

  public static FileProblems of(Problems problems, Path file) {
    List<FileProblem> list = new ArrayList<>();
    for (Problem problem : problems.list()) {
      list.add(
          new FileProblem(
              problem.file(),
              problem.line(),
              problem.column(),
              problem.key(),
              problem.what(),
              problem.expected()));
    }
    return new FileProblems(problems.count() + " in " + file, "", list);
  }

  /** One line per problem, or JSON. */
  public static String text(FileProblems problems, boolean json) {
    List<Problem> list = problems(problems);
    return json ? Json.pretty(list) + "\n" : new Problems(list).toString();
  }

  static List<Problem> problems(FileProblems problems) {
    List<Problem> list = new ArrayList<>();
    for (FileProblem problem : problems.problems()) {
      list.add(
          new Problem(
              problem.file(),
              problem.line(),
              problem.column(),
              problem.key(),
              problem.what(),
              problem.expected()));
    }
    return list;
  }
}
