package waymark.learn;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Makes v2ray's .dat files for tests. */
final class Dat {
  private Dat() {}

  static byte[] list(byte[]... entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      field(out, 1, entry);
    }
    return out.toByteArray();
  }

  static byte[] site(String tag, byte[]... domains) {
    return tagged(tag, domains);
  }

  static byte[] ip(String tag, byte[]... cidrs) {
    return tagged(tag, cidrs);
  }

  private static byte[] tagged(String tag, byte[]... items) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, 1, tag.getBytes(StandardCharsets.UTF_8));
    for (byte[] item : items) {
      field(out, 2, item);
    }
    return out.toByteArray();
  }

  static byte[] domain(int type, String value, String... attributes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1 << 3);
    out.write(type);
    field(out, 2, value.getBytes(StandardCharsets.UTF_8));
    for (String attribute : attributes) {
      ByteArrayOutputStream inner = new ByteArrayOutputStream();
      field(inner, 1, attribute.getBytes(StandardCharsets.UTF_8));
      inner.write(2 << 3);
      inner.write(1);
      field(out, 3, inner.toByteArray());
    }
    return out.toByteArray();
  }

  static byte[] cidr(int prefix, int... bytes) {
    ByteArrayOutputStream ip = new ByteArrayOutputStream();
    for (int b : bytes) {
      ip.write(b);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, 1, ip.toByteArray());
    out.write(2 << 3);
    out.write(prefix);
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
    out.write(number << 3 | 2);
    int length = bytes.length;
    while (length >= 128) {
      out.write(length & 0x7f | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.writeBytes(bytes);
  }
}
