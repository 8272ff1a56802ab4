package waymark.netlink;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Bytes of a message as text: hex as captured on a little-endian host, words in host order in
 * parentheses (turned round for a big-endian host), remarks behind {@code #}.
 */
final class HexVector {
  private HexVector() {}

  static byte[] bytes(String text, ByteOrder order) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : text.split("\n", -1)) {
      String hex = line.replaceFirst("#.*", "").replace(" ", "");
      for (int i = 0; i < hex.length(); ) {
        boolean word = hex.charAt(i) == '(';
        int end = word ? hex.indexOf(')', i) : hex.indexOf('(', i);
        end = end < 0 ? hex.length() : end;
        byte[] part = HexFormat.of().parseHex(hex.substring(word ? i + 1 : i, end));
        if (word && order == ByteOrder.BIG_ENDIAN) {
          for (int k = 0; k < part.length / 2; k++) {
            byte swap = part[k];
            part[k] = part[part.length - 1 - k];
            part[part.length - 1 - k] = swap;
          }
        }
        out.writeBytes(part);
        i = word ? end + 1 : end;
      }
    }
    return out.toByteArray();
  }

  /** A reader that stands on the one message of the vector. */
  static NetlinkReader message(String text, ByteOrder order) {
    NetlinkReader reader = reader(bytes(text, order), order);
    if (!reader.nextMessage()) {
      throw new IllegalArgumentException("no message in the vector");
    }
    return reader;
  }

  static NetlinkReader reader(byte[] bytes, ByteOrder order) {
    return new NetlinkReader(ByteBuffer.wrap(bytes).order(order)).reset(0, bytes.length);
  }

  /** A message being written in some host's order. */
  static final class Written {
    private final NetlinkWriter writer;

    Written(ByteOrder order) {
      writer = new NetlinkWriter(4096, order);
    }

    NetlinkWriter writer() {
      return writer;
    }

    byte[] bytes() {
      return writer.written(0);
    }
  }
}
