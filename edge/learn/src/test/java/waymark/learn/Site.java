package waymark.learn;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A web server on loopback that answers as a test says. */
final class Site implements AutoCloseable {
  /** How a request is answered. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Answer answer = Site::absent;

  Site() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          try (exchange) {
            answer.to(exchange);
          }
        });
    server.start();
  }

  Site answers(Answer how) {
    answer = how;
    return this;
  }

  /** Answers with this text and the ETag, and 304 to who has it. */
  Site answers(String text, String etag) {
    return answers(
        exchange -> {
          if (etag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
            return;
          }
          exchange.getResponseHeaders().add("ETag", etag);
          send(exchange, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  static void absent(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(404, -1);
  }

  static void send(HttpExchange exchange, byte[] bytes) throws IOException {
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Goes on when somebody says so, or after 10 seconds. */
  static void await(CountDownLatch go) throws IOException {
    try {
      if (!go.await(10, TimeUnit.SECONDS)) {
        throw new IOException("nobody says so");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
