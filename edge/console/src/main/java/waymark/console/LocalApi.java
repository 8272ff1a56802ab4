package waymark.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.api.Json;
import waymark.api.Liveness;
import waymark.api.MalformedJsonException;
import waymark.api.PolicyFile;
import waymark.api.Readiness;
import waymark.policy.Address;
import waymark.policy.SyntaxException;

/** The paths of the API. All answers except metrics and the event stream are JSON. */
final class LocalApi extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(LocalApi.class);

  /** The paths that everyone may read who reaches the TCP port. */
  private static final List<String> OPEN =
      List.of("/healthz", "/readyz", "/metrics", "/api/v1/status", "/api/v1/explain");

  private static final List<String> ALL =
      List.of(
          "/healthz",
          "/readyz",
          "/metrics",
          "/api/v1/status",
          "/api/v1/explain",
          "/api/v1/events",
          "/api/v1/log",
          "/api/v1/conflicts",
          "/api/v1/traffic",
          "/api/v1/denials",
          "/api/v1/lists",
          "/api/v1/lists/refresh",
          "/api/v1/plan",
          "/api/v1/apply",
          "/api/v1/confirm",
          "/api/v1/rollback");

  /** The paths of POST requests; the others take GET. */
  private static final List<String> POSTED =
      List.of(
          "/api/v1/lists/refresh",
          "/api/v1/plan",
          "/api/v1/apply",
          "/api/v1/confirm",
          "/api/v1/rollback");

  /** The paths that can be followed as {@code text/event-stream}. */
  private static final List<String> STREAMED = List.of("/api/v1/events", "/api/v1/log");

  private static final int EVENTS_AT_ONCE = 11_000;
  private static final int STREAMED_AT_ONCE = 1_000;

  /** A path has at most 4096 bytes (PATH_MAX, include/uapi/linux/limits.h). */
  private static final int LONGEST_BODY = 1 << 16;

  private final Host host;
  private final EventStreams streams;

  LocalApi(Host host) {
    this.host = host;
    streams = new EventStreams();
  }

  /** Ends the event streams. */
  void close() {
    streams.close();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Reply reply;
    try {
      if (isStream(request)) {
        return stream(request, response, callback);
      }
      reply = reply(request);
    } catch (SyntaxException e) {
      reply = Reply.problem(HttpStatus.BAD_REQUEST_400, e.what(), "give " + e.expected());
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
    boolean open = isOpen(request);
    if (open && !isAskedByAddress(request)) {
      return Reply.problem(
          HttpStatus.MISDIRECTED_REQUEST_421,
          "this is not " + Request.getServerName(request),
          "ask by address, or as localhost");
    }
    List<String> paths = open ? OPEN : ALL;
    if (!paths.contains(path)) {
      return Reply.problem(
          HttpStatus.NOT_FOUND_404,
          "nothing is at " + path + (ALL.contains(path) ? " but on the unix socket" : ""),
          "ask " + String.join(", ", paths));
    }
    if (POSTED.contains(path)) {
      return HttpMethod.POST.is(request.getMethod())
          ? post(path, request)
          : Reply.method(path, request, "POST");
    }
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())
        ? get(path, request)
        : Reply.method(path, request, "GET, HEAD");
  }

  private Reply post(String path, Request request) {
    if (!host.isReady()) {
      return Reply.STARTING;
    }
    try {
      return Reply.of(
          switch (path) {
            case "/api/v1/lists/refresh" -> new RequestOutcome.Done(host.refreshLists());
            case "/api/v1/plan" -> host.plan(policyFile(request));
            case "/api/v1/apply" -> host.apply(policyFile(request));
            case "/api/v1/confirm" -> host.confirm();
            default -> host.rollBack();
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
      return Json.readExactly(PolicyFile.class, body.readNBytes(LONGEST_BODY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a request came by TCP, from any user of this host or from another host. */
  private static boolean isOpen(Request request) {
    return request.getConnectionMetaData().getConnector() instanceof ServerConnector;
  }

  /**
   * Whether the request names this host: a browser that a foreign name led here sends that name.
   */
  private static boolean isAskedByAddress(Request request) {
    String name = Request.getServerName(request);
    if (name.equals("localhost")) {
      return true;
    }
    try {
      Address.parse(name.replaceAll("[\\[\\]]", ""));
      return true;
    } catch (SyntaxException e) {
      return false;
    }
  }

  private boolean stream(Request request, Response response, Callback callback) {
    boolean events = Request.getPathInContext(request).equals("/api/v1/events");
    StreamSource source =
        events
            ? StreamSource.events(host, STREAMED_AT_ONCE)
            : StreamSource.log(host, LogQuery.parse(parameters(request)));
    long after = EventStreams.since(request, events ? "since" : "after");
    return streams.handle(source, after, response, callback);
  }

  private static Map<String, String> parameters(Request request) {
    Map<String, String> parameters = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      if (field.getValues().size() > 1) {
        throw new SyntaxException(field.getName() + " is given twice", "it once");
      }
      parameters.put(field.getName(), field.getValue());
    }
    return parameters;
  }

  private static boolean isStream(Request request) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    return STREAMED.contains(Request.getPathInContext(request))
        && HttpMethod.GET.is(request.getMethod())
        && accept != null
        && accept.contains("text/event-stream")
        && !isOpen(request);
  }

  private Reply get(String path, Request request) {
    return switch (path) {
      case "/healthz" -> Reply.ok(new Liveness(true));
      case "/readyz" -> host.isReady() ? Reply.ok(new Readiness(true)) : Reply.STARTING;
      case "/metrics" -> host.isReady() ? metrics(request) : Reply.STARTING;
      case "/api/v1/status" -> Reply.ok(host.status());
      case "/api/v1/events" ->
          Reply.ok(host.events(EventStreams.since(request, "since"), EVENTS_AT_ONCE));
      case "/api/v1/log" -> Reply.ok(host.log(LogQuery.parse(parameters(request))));
      case "/api/v1/conflicts" -> host.isReady() ? Reply.ok(host.conflicts()) : Reply.STARTING;
      case "/api/v1/denials" -> host.isReady() ? Reply.ok(host.denials()) : Reply.STARTING;
      case "/api/v1/lists" -> host.isReady() ? Reply.ok(host.lists()) : Reply.STARTING;
      case "/api/v1/traffic" -> Reply.ok(host.traffic());
      default -> explain(request);
    };
  }

  private Reply metrics(Request request) {
    String accept = request.getHeaders().get(HttpHeader.ACCEPT);
    MetricsPage.Format format = MetricsPage.Format.accepted(accept == null ? "" : accept);
    return new Reply(
        HttpStatus.OK_200, format.contentType, MetricsPage.write(host.metrics(), format));
  }

  private Reply explain(Request request) {
    ExplainQuery explainQuery = ExplainQuery.parse(Request.extractQueryParameters(request));
    return host.isReady() ? Reply.ok(explainQuery.answer(host)) : Reply.STARTING;
  }

  /** Answers while there is no host to ask. */
  static boolean starting(Request request, Response response, Callback callback) {
    boolean alive = Request.getPathInContext(request).equals("/healthz");
    send(alive ? Reply.ok(new Liveness(true)) : Reply.STARTING, response, callback);
    return true;
  }

  /** Answers while the host stops. */
  static boolean stopping(Response response, Callback callback) {
    send(Reply.STOPPING, response, callback);
    return true;
  }

  /** Answers the requests that the server itself refuses. */
  static boolean fault(Request request, Response response, Callback callback) {
    int status = response.getStatus() < 400 ? 500 : response.getStatus();
    send(Reply.problem(status, HttpStatus.getMessage(status), ""), response, callback);
    return true;
  }

  private static void send(Reply reply, Response response, Callback callback) {
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.setStatus(reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (reply.status() == HttpStatus.METHOD_NOT_ALLOWED_405) {
      response.getHeaders().put(HttpHeader.ALLOW, reply.allow());
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
