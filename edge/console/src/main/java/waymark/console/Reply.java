package waymark.console;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.api.Problem;

/**
 * An answer to a request.
 *
 * @param allow the allowed methods, when the request's method is not allowed
 */
record Reply(int status, String type, String body, String allow) {
  private static final String JSON = "application/json";

  Reply(int status, String type, String body) {
    this(status, type, body, "");
  }

  static Reply method(String path, Request request, String allow) {
    String error = path + " does not take " + request.getMethod();
    Problem problem = new Problem(error, "use " + allow.replace(", HEAD", ""));
    return new Reply(HttpStatus.METHOD_NOT_ALLOWED_405, JSON, text(problem), allow);
  }

  static final Reply STARTING =
      problem(
          HttpStatus.SERVICE_UNAVAILABLE_503,
          "the daemon is starting",
          "ask again in a moment, or look into its log");

  static final Reply STOPPING =
      problem(HttpStatus.SERVICE_UNAVAILABLE_503, "the daemon is stopping", "start it again");

  static Reply ok(Record body) {
    return new Reply(HttpStatus.OK_200, JSON, text(body));
  }

  static Reply of(RequestOutcome requestOutcome) {
    return switch (requestOutcome) {
      case RequestOutcome.Done(Record answer) -> ok(answer);
      case RequestOutcome.Wrong(FileProblems problems) ->
          new Reply(HttpStatus.UNPROCESSABLE_ENTITY_422, JSON, text(problems));
      case RequestOutcome.Refused(Problem problem) ->
          new Reply(HttpStatus.CONFLICT_409, JSON, text(problem));
    };
  }

  static Reply problem(int status, String error, String advice) {
    return new Reply(status, JSON, text(new Problem(error, advice)));
  }

  private static String text(Record body) {
    return new String(Json.write(body), StandardCharsets.UTF_8);
  }
}
