package waymark.app.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import waymark.api.Applied;
import waymark.api.Conflicts;
import waymark.api.Denials;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.api.Lists;
import waymark.api.Log;
import waymark.api.LogRow;
import waymark.api.MalformedJsonException;
import waymark.api.Plan;
import waymark.api.PolicyFile;
import waymark.api.Problem;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;

/**
 * Asks the running daemon.
 *
 * @param http on its socket
 */
public record DaemonClient(UnixHttp http) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String DATA = "data: ";

  public DaemonClient(Path socket) {
    this(socket, PATIENCE);
  }

  /**
   * A client of the daemon at a socket.
   *
   * @param patience how long an answer may take
   */
  public DaemonClient(Path socket, Duration patience) {
    this(new UnixHttp(socket, patience));
  }

  /** Whether the daemon is ready; false as well when none answers. */
  public boolean isReady() {
    try {
      return http.get("/readyz").code().equals("200");
    } catch (Failure e) {
      return false;
    }
  }

  public Status status() {
    return get("/api/v1/status", Status.class);
  }

  /**
   * Asks which link a name or address takes, and why.
   *
   * @param parameters of the question: name or address, port, from
   */
  public Explained explain(SequencedMap<String, String> parameters) {
    return get(target("/api/v1/explain", parameters), Explained.class);
  }

  private static String target(String path, Map<String, String> parameters) {
    StringBuilder query = new StringBuilder(path);
    parameters.forEach(
        (key, value) ->
            query
                .append(query.indexOf("?") < 0 ? '?' : '&')
                .append(key)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return query.toString();
  }

  /** A page of the journal; the parameters are those of {@link waymark.console.LogQuery}. */
  public Log log(Map<String, String> parameters) {
    return get(target("/api/v1/log", parameters), Log.class);
  }

  public Events events(long since) {
    return get("/api/v1/events?since=" + since, Events.class);
  }

  public Conflicts conflicts() {
    return get("/api/v1/conflicts", Conflicts.class);
  }

  public Denials denials() {
    return get("/api/v1/denials", Denials.class);
  }

  public Lists lists() {
    return get("/api/v1/lists", Lists.class);
  }

  /** Has all lists fetched now. */
  public Lists refreshLists() {
    return post("/api/v1/lists/refresh", new byte[0], Lists.class);
  }

  public Traffic traffic() {
    return get("/api/v1/traffic", Traffic.class);
  }

  /**
   * Passes on new events until the daemon ends.
   *
   * @throws Failure when it has ended
   */
  public void follow(Consumer<Event> to) {
    follow("/api/v1/events?since=" + events(Long.MAX_VALUE).last(), Event.class, to);
  }

  /**
   * Passes on rows of the journal until the daemon ends: those from {@code since} on, or new ones.
   *
   * @throws Failure when it has ended
   */
  public void followLog(Map<String, String> parameters, Consumer<LogRow> to) {
    Map<String, String> from = new LinkedHashMap<>(parameters);
    if (!parameters.containsKey("since")) {
      from.put("after", Long.toString(log(Map.of("after", "" + Long.MAX_VALUE)).last()));
    }
    follow(target("/api/v1/log", from), LogRow.class, to);
  }

  private <T extends Record> void follow(String target, Class<T> type, Consumer<T> to) {
    try {
      throw http.follow(
          target,
          "text/event-stream",
          line -> {
            if (line.startsWith(DATA)) {
              byte[] json = line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8);
              to.accept(Json.read(type, json));
            }
          });
    } catch (MalformedJsonException e) {
      throw http.unexpected(String.valueOf(e.getMessage()));
    }
  }

  public Plan plan(Path file) {
    return post("/api/v1/plan", Json.write(new PolicyFile(file.toString(), 0)), Plan.class);
  }

  /**
   * Puts the policy of a file in force.
   *
   * @param caller the process whose session must not be cut off; 0: none
   */
  public Applied apply(Path file, Duration confirmWithin, long caller) {
    PolicyFile body = new PolicyFile(file.toString(), confirmWithin.toSeconds(), caller);
    return post("/api/v1/apply", Json.write(body), Applied.class);
  }

  public Applied confirm() {
    return post("/api/v1/confirm", new byte[0], Applied.class);
  }

  public Applied rollBack() {
    return post("/api/v1/rollback", new byte[0], Applied.class);
  }

  private <T extends Record> T get(String target, Class<T> type) {
    return read(http.get(target), type);
  }

  private <T extends Record> T post(String target, byte[] json, Class<T> type) {
    return read(http.post(target, json), type);
  }

  private <T extends Record> T read(UnixHttp.Answer answer, Class<T> type) {
    try {
      if (answer.code().equals("200")) {
        return Json.read(type, answer.body());
      }
      if (answer.code().equals("422")) {
        throw new InvalidFileException(Json.read(FileProblems.class, answer.body()));
      }
      Problem problem = Json.read(Problem.class, answer.body());
      throw new Failure(exit(answer.code()), problem.error(), problem.advice());
    } catch (MalformedJsonException e) {
      throw http.unexpected(String.valueOf(e.getMessage()));
    }
  }

  private static Exit exit(String code) {
    return switch (code) {
      case "400", "404", "405" -> Exit.WRONG;
      case "503" -> Exit.NOT_REACHABLE;
      default -> Exit.FAILED;
    };
  }
}
