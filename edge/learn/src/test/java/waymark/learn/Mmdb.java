package waymark.learn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.policy.Address;
import waymark.policy.Network;

/** Makes MMDB files for tests. */
final class Mmdb {
  /** A branch: a node's number, or −1 for nothing, or −2 − the place of a record. */
  private final List<int[]> nodes = new ArrayList<>();

  private final List<byte[]> records = new ArrayList<>();
  private final String type;
  private final int recordSize;

  Mmdb(String type, int recordSize) {
    this.type = type;
    this.recordSize = recordSize;
    nodes.add(new int[] {-1, -1});
  }

  static Mmdb ofCountries() {
    return new Mmdb("DBIP-Country-Lite", 24);
  }

  /** Says {@code country.iso_code} of a network, and another {@code registered_country}. */
  Mmdb country(String network, String code) {
    return record(
        Network.parse(network),
        map(
            Map.of(
                "registered_country", map(Map.of("iso_code", text("ZZ"))),
                "country", map(Map.of("iso_code", text(code))))));
  }

  Mmdb flat(String network, String code) {
    return record(Network.parse(network), map(Map.of("country_code", text(code))));
  }

  Mmdb system(String network, long number) {
    return record(
        Network.parse(network), map(Map.of("autonomous_system_number", number(number, 6))));
  }

  Mmdb record(Network network, byte[] record) {
    int place = -1;
    for (int i = 0; i < records.size(); i++) {
      place = java.util.Arrays.equals(records.get(i), record) ? i : place;
    }
    if (place < 0) {
      place = records.size();
      records.add(record);
    }
    put(network, -2 - place);
    return this;
  }

  /** Makes a network lead to where IPv4 is. */
  Mmdb alias(String network) {
    int node = 0;
    for (int i = 0; i < 96; i++) {
      if (nodes.get(node)[0] < 0) {
        nodes.get(node)[0] = nodes.size();
        nodes.add(new int[] {-1, -1});
      }
      node = nodes.get(node)[0];
    }
    put(Network.parse(network), node);
    return this;
  }

  private void put(Network network, int target) {
    Address address = network.base();
    long low = address.isIpv4() ? address.low() & 0xffffffffL : address.low();
    int bits = network.prefix() + 128 - address.width();
    int node = 0;
    for (int i = 0; i < bits; i++) {
      int bit = (int) ((i < 64 ? address.high() >>> (63 - i) : low >>> (127 - i)) & 1);
      int[] branches = nodes.get(node);
      if (i == bits - 1) {
        branches[bit] = target;
      } else {
        if (branches[bit] < 0) {
          int before = branches[bit];
          branches[bit] = nodes.size();
          nodes.add(new int[] {before, before});
        }
        node = branches[bit];
      }
    }
  }

  byte[] bytes() {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    List<Integer> offsets = new ArrayList<>();
    for (byte[] record : records) {
      offsets.add(data.size());
      data.writeBytes(record);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] branches : nodes) {
      long[] values = new long[2];
      for (int i = 0; i < 2; i++) {
        values[i] =
            branches[i] >= 0
                ? branches[i]
                : branches[i] == -1
                    ? nodes.size()
                    : nodes.size() + 16 + offsets.get(-2 - branches[i]);
      }
      if (recordSize == 28) {
        big(out, values[0], 3);
        out.write((int) (values[0] >>> 24 << 4 | values[1] >>> 24));
        big(out, values[1], 3);
      } else {
        big(out, values[0], recordSize / 8);
        big(out, values[1], recordSize / 8);
      }
    }
    out.writeBytes(new byte[16]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    Map<String, byte[]> metadata = new TreeMap<>();
    metadata.put("binary_format_major_version", number(2, 5));
    metadata.put("binary_format_minor_version", number(0, 5));
    metadata.put("build_epoch", number(1_790_000_000L, 9));
    metadata.put("database_type", text(type));
    metadata.put("ip_version", number(6, 5));
    metadata.put("node_count", number(nodes.size(), 6));
    metadata.put("record_size", number(recordSize, 5));
    metadata.put("languages", new byte[] {0, 4});
    metadata.put("description", map(Map.of()));
    out.writeBytes(map(metadata));
    return out.toByteArray();
  }

  Path write(Path file) {
    try {
      return Files.write(file, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] map(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(7 << 5 | entries.size());
    new TreeMap<>(entries)
        .forEach(
            (key, value) -> {
              out.writeBytes(text(key));
              out.writeBytes(value);
            });
    return out.toByteArray();
  }

  static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(2 << 5 | bytes.length);
    out.writeBytes(bytes);
    return out.toByteArray();
  }

  private static byte[] number(long number, int type) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (type > 7) {
      out.write(8);
      out.write(type - 7);
    } else {
      out.write(type << 5 | 4);
    }
    big(out, number, type > 7 ? 8 : 4);
    if (type == 5) {
      out.reset();
      out.write(5 << 5 | 2);
      big(out, number, 2);
    }
    return out.toByteArray();
  }

  private static void big(ByteArrayOutputStream out, long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (value >>> (8 * i)));
    }
  }
}
