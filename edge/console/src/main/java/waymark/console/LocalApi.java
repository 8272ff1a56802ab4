package waymark.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.api.Liveness;
import waymark.api.MalformedJsonException;
import waymark.api.PolicyFile;
import waymark.api.Problem;
import waymark.api.Readiness;
import waymark.policy.Address;
import waymark.policy.DomainName;
import waymark.policy.SyntaxException;

/** The paths of the local interface; whatever is asked, the answer is JSON. */
final class LocalApi extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(LocalApi.class);

  /** A path has at most 4096 bytes (PATH_MAX, include/uapi/linux/limits.h). */
  private static final int LONGEST_BODY = 1 << 16;

  private final Host host;

  LocalApi(Host host) {
    this.host = host;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply;
    try {
      reply = reply(request);
    } catch (BadMessageException e) {
      reply = Reply.problem(e.getCode(), "the request is wrong: " + e.getReason(), "");
    } catch (RuntimeException e) {
      log.error("{} {} failed", request.getMethod(), request.getHttpURI(), e);
      reply =
          Reply.problem(
              HttpStatus.INTERNAL_SERVER_ERROR_500, "the daemon failed: " + e, "see its log");
    }
    send(reply, response, callback);
    return true;
  }

  private Reply reply(Request request) {
    String path = Request.getPathInContext(request);
    return switch (path) {
      case "/healthz", "/readyz", "/api/v1/status", "/api/v1/explain" -> {
        if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
          yield get(path, request);
        }
        yield Reply.method(path, request, "GET, HEAD");
      }
      case "/api/v1/plan", "/api/v1/apply", "/api/v1/confirm" -> {
        if (HttpMethod.POST.is(request.getMethod())) {
          yield post(path, request);
        }
        yield Reply.method(path, request, "POST");
      }
      default ->
          Reply.problem(
              HttpStatus.NOT_FOUND_404,
              "nothing is at " + path,
              "ask /api/v1/status, /api/v1/explain, /api/v1/plan, /healthz or /readyz");
    };
  }

  private Reply get(String path, Request request) {
    return switch (path) {
      case "/healthz" -> Reply.ok(new Liveness(true));
      case "/readyz" -> host.isReady() ? Reply.ok(new Readiness(true)) : Reply.STARTING;
      case "/api/v1/status" -> Reply.ok(host.status());
      default -> explain(request);
    };
  }

  private Reply post(String path, Request request) {
    if (!host.isReady()) {
      return Reply.STARTING;
    }
    try {
      return Reply.of(
          switch (path) {
            case "/api/v1/plan" -> host.plan(policyFile(request));
            case "/api/v1/apply" -> host.apply(policyFile(request));
            default -> host.confirm();
          });
    } catch (MalformedJsonException e) {
      return Reply.problem(
          HttpStatus.BAD_REQUEST_400,
          "the request's body is wrong: " + e.getMessage(),
          "{\"file\": \"/etc/waymark/waymark.yaml\", \"confirmWithin\": 0}");
    }
  }

  private static PolicyFile policyFile(Request request) {
    try (InputStream body = Content.Source.asInputStream(request)) {
      return Json.read(PolicyFile.class, body.readNBytes(LONGEST_BODY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply explain(Request request) {
    Fields fields = Request.extractQueryParameters(request);
    Fields.Field name = fields.get("name");
    Fields.Field address = fields.get("address");
    if ((name == null) == (address == null) || fields.getSize() > 1) {
      return Reply.problem(
          HttpStatus.BAD_REQUEST_400,
          "explain takes either a name or an address",
          "/api/v1/explain?name=www.example.com or /api/v1/explain?address=192.0.2.1");
    }
    if (!host.isReady()) {
      return Reply.STARTING;
    }
    try {
      return Reply.ok(
          name != null
              ? host.explain(DomainName.normalize(name.getValue()))
              : host.explain(Address.parse(address.getValue())));
    } catch (SyntaxException e) {
      return Reply.problem(HttpStatus.BAD_REQUEST_400, e.what(), "give " + e.expected());
    }
  }

  /** What the server itself refuses, before it comes to a path. */
  static boolean fault(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    send(Reply.problem(status, HttpStatus.getMessage(status), ""), response, callback);
    return true;
  }

  private static void send(Reply reply, Response response, Callback callback) {
    byte[] body = Json.write(reply.body());
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (reply.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
      response.getHeaders().put(HttpHeader.ALLOW, reply.allow());
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  /**
   * @param allow the methods that would be taken, where one is not
   */
  private record Reply(int status, Record body, String allow) {
    private Reply(int status, Record body) {
      this(status, body, "");
    }

    private static Reply method(String path, Request request, String allow) {
      String error = path + " does not take " + request.getMethod();
      Problem problem = new Problem(error, "use " + allow.replace(", HEAD", ""));
      return new Reply(HttpStatus.METHOD_NOT_ALLOWED_405, problem, allow);
    }

    private static final Reply STARTING =
        problem(
            HttpStatus.SERVICE_UNAVAILABLE_503,
            "the daemon is starting",
            "ask again in a moment, or look into its log");

    private static Reply ok(Record body) {
      return new Reply(HttpStatus.OK_200, body);
    }

    private static Reply of(Outcome outcome) {
      return switch (outcome) {
        case Outcome.Done(Record answer) -> ok(answer);
        case Outcome.Wrong(FileProblems problems) ->
            new Reply(HttpStatus.UNPROCESSABLE_ENTITY_422, problems);
        case Outcome.Refused(Problem problem) -> new Reply(HttpStatus.CONFLICT_409, problem);
      };
    }

    private static Reply problem(int status, String error, String advice) {
      return new Reply(status, new Problem(error, advice));
    }
  }
}
