package waymark.app.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A web server with one list, which answers each request with its present version. */
final class ListServer implements AutoCloseable {
  private final ServerSocket socket;
  private volatile String answer = "";

  ListServer() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("list server").start(this::serve);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort() + "/ads.txt";
  }

  void answers(int status, String etag, String body) {
    answer =
        "HTTP/1.1 %d Said\r\nETag: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(status, etag, body.getBytes(UTF_8).length, body);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept();
          BufferedReader head =
              new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))) {
        String line = head.readLine();
        while (line != null && !line.isEmpty()) {
          line = head.readLine();
        }
        client.getOutputStream().write(answer.getBytes(UTF_8));
      } catch (IOException _) {
        // The client has gone, or the server is closed: the loop sees which.
      }
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
