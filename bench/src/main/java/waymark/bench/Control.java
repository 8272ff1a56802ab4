package waymark.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import waymark.api.Json;

/**
 * What a running engine answers on its socket.
 *
 * @param socket of its state's folder
 */
record Control(Path socket) {
  private static final int TRIES = 100;

  <T extends Record> T ask(String what, Class<T> type) {
    return answer("GET /api/v1/" + what, new byte[0], type);
  }

  <T extends Record> T tell(String what, Record body, Class<T> type) {
    return answer("POST /api/v1/" + what, Json.write(body), type);
  }

  private <T extends Record> T answer(String request, byte[] content, Class<T> type) {
    awaitSocket();
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    String head =
        request
            + " HTTP/1.1\r\nHost: waymark\r\nConnection: close\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
      channel.write(ByteBuffer.wrap(content));
      ByteBuffer buffer = ByteBuffer.allocate(16_384);
      while (channel.read(buffer.clear()) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String text = answer.toString(StandardCharsets.UTF_8);
    if (!text.startsWith("HTTP/1.1 200")) {
      throw new BenchException(request + " was answered by " + text);
    }
    String json = text.substring(text.indexOf("\r\n\r\n") + 4);
    return Json.read(type, json.getBytes(StandardCharsets.UTF_8));
  }

  /** It says that it is ready before it can be asked. */
  private void awaitSocket() {
    try {
      for (int i = 0; i < TRIES && !Files.exists(socket); i++) {
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      throw new BenchException("interrupted", e);
    }
  }
}
