package waymark.health;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A GET of HTTP/1.1 (RFC 9112) that reads only the status of the answer. */
final class Get {
  private static final int LONGEST_HEAD = 16 * 1024;

  private Get() {}

  /** Sends the request and waits for the status; informational ones (1xx) are skipped. */
  static int status(ByteStream stream, Probe.Http probe) {
    stream.write(ByteBuffer.wrap(request(probe)));
    ByteBuffer answer = ByteBuffer.allocate(LONGEST_HEAD + BoundSocket.CHUNK);
    while (answer.position() < LONGEST_HEAD) {
      if (stream.read(answer) < 0) {
        throw new ProbeException(probe.uri() + ": the server closed without an answer");
      }
      int status = status(answer.array(), answer.position());
      if (status > 0) {
        return status;
      }
    }
    throw new ProbeException(probe.uri() + ": no status within " + LONGEST_HEAD + " bytes");
  }

  static byte[] request(Probe.Http probe) {
    URI uri = probe.uri();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    String request =
        "GET "
            + path
            + query
            + " HTTP/1.1\r\n"
            + "Host: "
            + CheckedHost.inBrackets(probe.host())
            + port
            + "\r\n"
            + "User-Agent: waymark\r\nAccept: */*\r\nConnection: close\r\n\r\n";
    return request.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The status of a partial answer; 0 while it is incomplete.
   *
   * @throws ProbeException when the answer is not HTTP
   */
  static int status(byte[] bytes, int length) {
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    int from = 0;
    while (true) {
      int end = head.indexOf('\n', from);
      if (end < 0) {
        requireStart(head.substring(from));
        return 0;
      }
      int status = statusOf(head.substring(from, end).stripTrailing());
      if (status >= 200) {
        return status;
      }
      int blank = head.indexOf("\r\n\r\n", from);
      if (blank < 0) {
        return 0;
      }
      from = blank + 4;
    }
  }

  private static void requireStart(String text) {
    String version = "HTTP/1.";
    if (!text.startsWith(version.substring(0, Math.min(text.length(), version.length())))) {
      throw notHttp();
    }
  }

  private static int statusOf(String line) {
    if (!line.startsWith("HTTP/1.") || line.length() < 12 || line.charAt(8) != ' ') {
      throw notHttp();
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      char c = line.charAt(i);
      if (c < '0' || c > '9') {
        throw notHttp();
      }
      status = status * 10 + c - '0';
    }
    if (status < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw notHttp();
    }
    return status;
  }

  private static ProbeException notHttp() {
    return new ProbeException("the answer is not HTTP/1.1");
  }
}
