package waymark.app.toapi;

import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.app.cli.Failure;
import waymark.app.config.Problem;
import waymark.app.config.Problems;
import waymark.console.RequestOutcome;

/** Why a policy is not put in force, for the API and for the log. */
public final class OutcomeToApi {
  private static final Logger log = LoggerFactory.getLogger(OutcomeToApi.class);

  private OutcomeToApi() {}

  /** The file has problems. */
  public static RequestOutcome invalid(Problems problems, Path file) {
    return new RequestOutcome.Wrong(ProblemToApi.of(problems, file));
  }

  /** Only a restart can change these settings. */
  public static RequestOutcome restart(Path file, List<String> settings) {
    return refused(
        file + " changes " + String.join(", ", settings) + ", which needs a restart",
        "restart the daemon, or undo the change");
  }

  public static RequestOutcome refused(Failure failure) {
    return refused(String.valueOf(failure.getMessage()), failure.advice());
  }

  public static RequestOutcome refused(String error, String advice) {
    return new RequestOutcome.Refused(new waymark.api.Problem(error, advice));
  }

  /** There is nothing to confirm or to roll back. */
  public static RequestOutcome noTrial() {
    return refused("no policy is on trial", "it may have been rolled back: see the daemon's log");
  }

  /** The message of a failure; for an unexpected exception also its type. */
  public static String reason(RuntimeException e) {
    return e instanceof Failure ? String.valueOf(e.getMessage()) : e.toString();
  }

  /** Logs a refusal, where nobody waits for an answer. */
  public static void log(RequestOutcome requestOutcome) {
    switch (requestOutcome) {
      case RequestOutcome.Done _ -> {
        // Logged by the one who did it.
      }
      case RequestOutcome.Wrong(var problems) -> {
        for (Problem problem : ProblemToApi.problems(problems)) {
          log.error("{}", problem);
        }
        log.error("{}; the old policy stays in force", problems.error());
      }
      case RequestOutcome.Refused(var problem) ->
          log.error("The old policy stays in force: {}; {}", problem.error(), problem.advice());
    }
  }
}
