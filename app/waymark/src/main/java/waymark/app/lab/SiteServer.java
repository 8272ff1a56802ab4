package waymark.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** The web server of a host at all its addresses: it says which host it is. */
final class SiteServer implements AutoCloseable {
  static final int PORT = 80;

  /** For rules of ports. */
  static final int OTHER_PORT = 8080;

  /** Of the router's own server. */
  static final int ROUTER_PORT = 9080;

  private static final int WAITING = 4096;
  private static final int SLOWEST_MILLIS = 5_000;

  private final ServerSocket listener;
  private final byte[] page;

  private SiteServer(ServerSocket listener, byte[] page) {
    this.listener = listener;
    this.page = page;
  }

  static SiteServer open(String host, Uplink uplink, int port) {
    String body = uplink.word() + "\n";
    String page =
        "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    ServerSocket listener =
        LabNetwork.open(
            host,
            () -> {
              ServerSocket socket = new ServerSocket();
              socket.setReuseAddress(true);
              socket.bind(new InetSocketAddress(port), WAITING);
              return socket;
            });
    SiteServer server = new SiteServer(listener, page.getBytes(StandardCharsets.US_ASCII));
    Thread.ofPlatform().name("lab-site-" + host).daemon().start(server::run);
    return server;
  }

  private void run() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or the client was gone before it was accepted.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setSoTimeout(SLOWEST_MILLIS);
      InputStream in = connection.getInputStream();
      int newlines = 0;
      for (int read = in.read(); read >= 0; read = in.read()) {
        newlines = read == '\n' ? newlines + 1 : read == '\r' ? newlines : 0;
        if (newlines == 2) {
          connection.getOutputStream().write(page);
          return;
        }
      }
    } catch (IOException e) {
      // The client is gone, and reports that.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
