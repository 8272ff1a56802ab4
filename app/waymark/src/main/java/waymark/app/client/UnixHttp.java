package waymark.app.client;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;

/**
 * HTTP on a daemon's unix socket: one request per connection, written out here because the classes
 * of an HTTP client take ten times as long to load as an answer takes to arrive.
 *
 * @param patience how long an answer may take
 */
record UnixHttp(Path socket, Duration patience) {
  private static final int LONGEST = 64 << 20;
  private static final int STATUS_LINE = "HTTP/1.1 200".length();

  /** An answer with its status code. */
  static final class Answer {
    private final String code;
    private final byte[] body;

    private Answer(String code, byte[] body) {
      this.code = code;
      this.body = body;
    }

    String code() {
      return code;
    }

    byte[] body() {
      return body;
    }
  }

  Answer get(String target) {
    return exchange("GET " + target + " HTTP/1.1\r\n", new byte[0]);
  }

  Answer post(String target, byte[] json) {
    return exchange(
        "POST "
            + target
            + " HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: "
            + json.length
            + "\r\n",
        json);
  }

  private Answer exchange(String head, byte[] body) {
    byte[] answer = answer(head, body);
    if (answer.length == 0) {
      throw new Failure(
          Exit.NOT_REACHABLE,
          "the daemon at " + socket + " ended before it answered",
          "see its log; 'waymark status' shows what is in force when it runs again");
    }
    int end = endOfHead(answer);
    if (end < 0 || answer.length < STATUS_LINE) {
      throw unexpected("it closed the connection");
    }
    String code = new String(answer, STATUS_LINE - 3, 3, StandardCharsets.ISO_8859_1);
    return new Answer(code, Arrays.copyOfRange(answer, end, answer.length));
  }

  private byte[] answer(String head, byte[] body) {
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
      throw new Failure(Exit.FAILED, "cannot ask the daemon at " + socket + ": " + e, "");
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

  /** The index after the empty line; -1 when there is none. */
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

  /**
   * Reads the lines of an answer without an end.
   *
   * @throws Failure when it ends, or never begins
   */
  Failure follow(String target, String type, Consumer<String> lines) {
    // HTTP 1.0, so that the body comes without chunks.
    String request = "GET " + target + " HTTP/1.0\r\nHost: waymark\r\nAccept: " + type + "\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
      String line = in.readLine();
      if (line == null || !line.contains(" 200 ")) {
        throw unexpected(line == null ? "it closed the connection" : line);
      }
      while ((line = in.readLine()) != null) {
        lines.accept(line);
      }
    } catch (SocketException e) {
      throw refused(e);
    } catch (IOException e) {
      throw new Failure(Exit.FAILED, "cannot follow the daemon at " + socket + ": " + e, "");
    }
    return new Failure(Exit.NOT_REACHABLE, "the daemon at " + socket + " has ended", "");
  }

  /** The failure of an answer that no daemon of this version gives. */
  Failure unexpected(String how) {
    return new Failure(
        Exit.FAILED,
        "unexpected answer from the daemon at " + socket + ": " + how,
        "restart the daemon after an update, or see its log");
  }

  /** Java tells the reason of a failed connect only by its text. */
  private Failure refused(SocketException e) {
    String reason = e.getMessage() == null ? "" : e.getMessage();
    if (reason.contains("Permission denied")) {
      return new Failure(
          Exit.NOT_PERMITTED,
          "not permitted to ask the daemon at " + socket,
          "run this command as the user of the daemon");
    }
    boolean absent = reason.contains("No such file") || reason.contains("Connection refused");
    return new Failure(
        Exit.NOT_REACHABLE,
        "no daemon answers at " + socket + (absent ? "" : ": " + reason),
        "start it with 'waymark run', or name its state folder with --state");
  }
}
