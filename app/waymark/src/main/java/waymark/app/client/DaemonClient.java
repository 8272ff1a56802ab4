package waymark.app.client;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.net.URLEncoder;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.function.Consumer;
import waymark.api.Applied;
import waymark.api.Conflicts;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.FileProblems;
import waymark.api.Json;
import waymark.api.MalformedJsonException;
import waymark.api.Plan;
import waymark.api.PolicyFile;
import waymark.api.Problem;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;

/**
 * The running daemon, asked by HTTP on its unix socket: one request a connection, written out here
 * because an HTTP client's classes would take ten times as long to load as the answer to come.
 *
 * @param socket where it listens
 * @param patience how long an answer may take
 */
public record DaemonClient(Path socket, Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String DATA = "data: ";
  private static final int LONGEST = 64 << 20;

  public DaemonClient(Path socket) {
    this(socket, PATIENCE);
  }

  public Status status() {
    return ask("/api/v1/status", Status.class);
  }

  /**
   * Asks which link a name or address takes, and why.
   *
   * @param parameters of the question: name or address, port, from
   */
  public Explained explain(SequencedMap<String, String> parameters) {
    StringBuilder query = new StringBuilder("/api/v1/explain");
    parameters.forEach(
        (key, value) ->
            query
                .append(query.indexOf("?") < 0 ? '?' : '&')
                .append(key)
                .append('=')
                .append(encoded(value)));
    return ask(query.toString(), Explained.class);
  }

  public Events events(long since) {
    return ask("/api/v1/events?since=" + since, Events.class);
  }

  public Conflicts conflicts() {
    return ask("/api/v1/conflicts", Conflicts.class);
  }

  public Traffic traffic() {
    return ask("/api/v1/traffic", Traffic.class);
  }

  /** Hands on what happens from now on, until the daemon ends. */
  public void follow(Consumer<Event> to) {
    // By HTTP 1.0 the body comes as it is, without chunks.
    String request =
        "GET /api/v1/events?since="
            + events(Long.MAX_VALUE).last()
            + " HTTP/1.0\r\nHost: waymark\r\nAccept: text/event-stream\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
      String line = lines.readLine();
      if (line == null || !line.contains(" 200 ")) {
        throw broken("it answers " + line);
      }
      while ((line = lines.readLine()) != null) {
        if (line.startsWith(DATA)) {
          to.accept(
              Json.read(
                  Event.class, line.substring(DATA.length()).getBytes(StandardCharsets.UTF_8)));
        }
      }
    } catch (SocketException e) {
      throw refused(e);
    } catch (MalformedJsonException e) {
      throw broken(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "following the daemon at " + socket + " failed: " + e, "");
    }
    throw new Failure(Exit.NOT_REACHABLE, "the daemon at " + socket + " has ended", "");
  }

  public Plan plan(Path file) {
    return tell("/api/v1/plan", Json.write(new PolicyFile(file.toString(), 0)), Plan.class);
  }

  /**
   * Has the daemon put the policy of a file in force.
   *
   * @param caller the process whose session must not be cut off; 0: none
   */
  public Applied apply(Path file, Duration confirmWithin, long caller) {
    return tell(
        "/api/v1/apply",
        Json.write(new PolicyFile(file.toString(), confirmWithin.toSeconds(), caller)),
        Applied.class);
  }

  public Applied confirm() {
    return tell("/api/v1/confirm", new byte[0], Applied.class);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private <T extends Record> T ask(String target, Class<T> type) {
    return exchange("GET " + target + " HTTP/1.1\r\n", new byte[0], type);
  }

  private <T extends Record> T tell(String target, byte[] body, Class<T> type) {
    String head =
        "POST " + target + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ";
    return exchange(head + body.length + "\r\n", body, type);
  }

  private <T extends Record> T exchange(String head, byte[] sent, Class<T> type) {
    byte[] answer = exchange(head, sent);
    int end = endOfHead(answer);
    if (end < 0 || answer.length < 12) {
      throw broken("it closed the connection");
    }
    byte[] body = new byte[answer.length - end];
    System.arraycopy(answer, end, body, 0, body.length);
    String code = new String(answer, 9, 3, StandardCharsets.ISO_8859_1);
    try {
      if (code.equals("200")) {
        return Json.read(type, body);
      }
      if (code.equals("422")) {
        throw new InvalidFileException(Json.read(FileProblems.class, body));
      }
      Problem problem = Json.read(Problem.class, body);
      throw new Failure(
          switch (code) {
            case "400", "404", "405" -> Exit.WRONG;
            case "503" -> Exit.NOT_REACHABLE;
            default -> Exit.FAILED;
          },
          problem.error(),
          problem.advice());
    } catch (MalformedJsonException e) {
      throw broken(String.valueOf(e.getMessage()));
    }
  }

  /** After the empty line; -1 when there is none. */
  private static int endOfHead(byte[] answer) {
    for (int i = 3; i < answer.length; i++) {
      if (answer[i] == '\n'
          && answer[i - 1] == '\r'
          && answer[i - 2] == '\n'
          && answer[i - 3] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  private Failure broken(String how) {
    return new Failure(
        Exit.FAILED,
        "the answer at " + socket + " is not a waymark's of this version: " + how,
        "restart the daemon after an update; else see its log");
  }

  private byte[] exchange(String head, byte[] body) {
    String request = head + "Host: waymark\r\nConnection: close\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      Thread watch = Thread.ofVirtual().start(() -> closeLate(channel));
      byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
      ByteBuffer out = ByteBuffer.allocate(bytes.length + body.length);
      out.put(bytes).put(body).flip();
      while (out.hasRemaining()) {
        channel.write(out);
      }
      ByteArrayOutputStream in = new ByteArrayOutputStream();
      ByteBuffer buffer = ByteBuffer.allocate(16_384);
      while (channel.read(buffer.clear()) >= 0 && in.size() < LONGEST) {
        in.write(buffer.array(), 0, buffer.position());
      }
      watch.interrupt();
      return in.toByteArray();
    } catch (AsynchronousCloseException e) {
      throw new Failure(
          Exit.NOT_REACHABLE,
          "the daemon at " + socket + " did not answer within " + patience.toSeconds() + " s",
          "see its log");
    } catch (SocketException e) {
      throw refused(e);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "asking the daemon at " + socket + " failed: " + e, "");
    }
  }

  private void closeLate(SocketChannel channel) {
    try {
      Thread.sleep(patience);
      channel.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Closed is all that it should be.
    }
  }

  /** The Java library says the reason of a failed connect by its text alone. */
  private Failure refused(SocketException e) {
    String reason = e.getMessage() == null ? "" : e.getMessage();
    if (reason.contains("Permission denied")) {
      return new Failure(
          Exit.NOT_PERMITTED,
          "not permitted to ask the daemon at " + socket,
          "run this as the user that the daemon runs as");
    }
    boolean absent = reason.contains("No such file") || reason.contains("Connection refused");
    return new Failure(
        Exit.NOT_REACHABLE,
        "no daemon answers at " + socket + (absent ? "" : ": " + reason),
        "start it with `waymark run`, or name its configuration with -c");
  }
}
