package waymark.kernel;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A web server on port 80 that says whose it is. */
final class WebServer implements AutoCloseable {
  private final ServerSocket server;

  private WebServer(ServerSocket server) {
    this.server = server;
  }

  /** Serves in the network namespace of this thread. */
  static WebServer open(String owner) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(80), 1000);
    Thread.ofPlatform().daemon().name("web-" + owner).start(() -> answer(server, owner));
    return new WebServer(server);
  }

  private static void answer(ServerSocket server, String owner) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket, owner));
      } catch (IOException _) {
        // the server is closed
      }
    }
  }

  /** Each line is answered, so that a connection can be used again; curl closes after one. */
  private static void answer(Socket socket, String owner) {
    try (socket) {
      byte[] request = new byte[4096];
      while (socket.getInputStream().read(request) > 0) {
        String body =
            "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s\n"
                .formatted(owner.length() + 1, owner);
        socket.getOutputStream().write(body.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      // the client is gone
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException _) {
      // it is gone with its namespace
    }
  }
}
