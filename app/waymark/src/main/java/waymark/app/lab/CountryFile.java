package waymark.app.lab;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.policy.Network;

/** Writes a minimal country file: MMDB format version 2.0, with records of 24 bits. */
final class CountryFile {
  /** IPv4 addresses are in the tree of IPv6 addresses below this many zero bits. */
  private static final int IPV4_DEPTH = 96;

  private static final int NOTHING = -1;
  private static final int SEPARATOR = 16;
  private static final int RECORD_BITS = 24;
  private static final int TEXT = 2;
  private static final int UINT16 = 5;
  private static final int UINT32 = 6;
  private static final int MAP = 7;

  /** Branches: a node's number, {@link #NOTHING}, or −2 − the offset of a record. */
  private final List<int[]> nodes = new ArrayList<>();

  private final ByteArrayOutputStream records = new ByteArrayOutputStream();

  private CountryFile() {
    nodes.add(new int[] {NOTHING, NOTHING});
  }

  /**
   * The bytes of the file.
   *
   * @param countries codes by IPv4 networks that do not overlap
   */
  static byte[] of(Map<String, String> countries) {
    CountryFile file = new CountryFile();
    new TreeMap<>(countries).forEach((network, code) -> file.put(Network.parse(network), code));
    return file.bytes();
  }

  private void put(Network network, String code) {
    int record = -2 - records.size();
    records.writeBytes(map(Map.of("country", map(Map.of("iso_code", text(code))))));
    int bits = IPV4_DEPTH + network.prefix();
    int node = 0;
    for (int i = 0; i < bits; i++) {
      int bit = i < IPV4_DEPTH ? 0 : (int) (network.base().low() >>> (31 - (i - IPV4_DEPTH)) & 1);
      int[] branches = nodes.get(node);
      if (i == bits - 1) {
        branches[bit] = record;
      } else {
        if (branches[bit] == NOTHING) {
          branches[bit] = nodes.size();
          nodes.add(new int[] {NOTHING, NOTHING});
        }
        node = branches[bit];
      }
    }
  }

  private byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] branches : nodes) {
      for (int branch : branches) {
        int value =
            branch >= 0
                ? branch
                : branch == NOTHING ? nodes.size() : nodes.size() + SEPARATOR - 2 - branch;
        out.writeBytes(big(value, RECORD_BITS / 8));
      }
    }
    out.writeBytes(new byte[SEPARATOR]);
    out.writeBytes(records.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(
        map(
            Map.of(
                "binary_format_major_version", number(2, UINT16),
                "binary_format_minor_version", number(0, UINT16),
                "build_epoch", number(1_790_000_000, UINT32),
                "database_type", text("Lab-Country"),
                "ip_version", number(6, UINT16),
                "node_count", number(nodes.size(), UINT32),
                "record_size", number(RECORD_BITS, UINT16))));
    return out.toByteArray();
  }

  private static byte[] map(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(MAP << 5 | entries.size());
    new TreeMap<>(entries)
        .forEach(
            (key, value) -> {
              out.writeBytes(text(key));
              out.writeBytes(value);
            });
    return out.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(TEXT << 5 | bytes.length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] number(int number, int type) {
    int bytes = type == UINT16 ? 2 : 4;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(type << 5 | bytes);
    out.writeBytes(big(number, bytes));
    return out.toByteArray();
  }

  private static byte[] big(int value, int bytes) {
    byte[] big = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      big[i] = (byte) (value >>> (8 * (bytes - 1 - i)));
    }
    return big;
  }
}
