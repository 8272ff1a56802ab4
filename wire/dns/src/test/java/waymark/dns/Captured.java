package waymark.dns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The packets of captured.txt, by name. */
final class Captured {
  static final Map<String, byte[]> PACKETS = read();

  private Captured() {}

  static byte[] packet(String name) {
    byte[] packet = PACKETS.get(name);
    if (packet == null) {
      throw new IllegalArgumentException(name);
    }
    return packet.clone();
  }

  private static Map<String, byte[]> read() {
    Map<String, StringBuilder> hex = new LinkedHashMap<>();
    StringBuilder current = new StringBuilder();
    for (String line : text().lines().toList()) {
      if (line.endsWith(":")) {
        current = new StringBuilder();
        hex.put(line.substring(0, line.length() - 1), current);
      } else if (!line.startsWith("#")) {
        current.append(line.strip());
      }
    }
    Map<String, byte[]> packets = new LinkedHashMap<>();
    hex.forEach((name, digits) -> packets.put(name, HexFormat.of().parseHex(digits)));
    return packets;
  }

  private static String text() {
    try (InputStream in = Captured.class.getResourceAsStream("captured.txt")) {
      if (in == null) {
        throw new IllegalStateException("captured.txt is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
