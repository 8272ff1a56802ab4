package waymark.app.toapi;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.app.cli.Failure;
import waymark.app.config.Problem;
import waymark.app.config.Problems;
import waymark.console.RequestOutcome;

/** Why a policy is not put in force, in the words of the API and of the log. */
public final class OutcomeToApi {
  private static final Logger log = LoggerFactory.getLogger(OutcomeToApi.class);

  private OutcomeToApi() {}

  /** The file has problems. */
  public static RequestOutcome wrong(Problems problems, Path file) {
    return new RequestOutcome.Wrong(ProblemToApi.of(problems, file));
  }

  /** Only a restart takes these settings of a file. */
  public static RequestOutcome restart(Path file, List<String> settings) {
    return refused(
        file
            + " has another "
            + String.join(", ", settings)
            + " than the daemon was started with, which cannot change while it runs",
        "restart the daemon for that, or set it back");
  }

  public static RequestOutcome refused(Failure failure) {
    return refused(String.valueOf(failure.getMessage()), failure.advice());
  }

  public static RequestOutcome refused(String error, String advice) {
    return new RequestOutcome.Refused(new waymark.api.Problem(error, advice));
  }

  /** A failure's own words; of what nobody expected, also what it is. */
  public static String reason(RuntimeException e) {
    return e instanceof Failure ? String.valueOf(e.getMessage()) : e.toString();
  }

  /** Tells the log, where nobody waits for an answer. */
  public static void log(RequestOutcome requestOutcome) {
    switch (requestOutcome) {
      case RequestOutcome.Done _ -> {
        // Said by then.
      }
      case RequestOutcome.Wrong(var problems) -> {
        for (Problem problem : ProblemToApi.problems(problems)) {
          log.error("{}", problem);
        }
        log.error("{}: the old policy stays", problems.error());
      }
      case RequestOutcome.Refused(var problem) ->
          log.error("The old policy stays: {}; {}", problem.error(), problem.advice());
    }
  }
}
