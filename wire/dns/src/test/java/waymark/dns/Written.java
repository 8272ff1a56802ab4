package waymark.dns;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A DNS message being written, plainly and slowly. */
final class Written {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Map<String, Integer> places = new HashMap<>();
  private final boolean compressed;
  private final int[] counts = new int[4];

  private Written(boolean compressed, int id, int flags) {
    this.compressed = compressed;
    u16(id).u16(flags).u16(0).u16(0).u16(0).u16(0);
  }

  static Written query(int id) {
    return new Written(false, id, 0x0100);
  }

  static Written reply(int id) {
    return reply(true, id, 0x8180);
  }

  static Written reply(boolean compressed, int id, int flags) {
    return new Written(compressed, id, flags);
  }

  Written question(String name, int type) {
    counts[0]++;
    return name(name).u16(type).u16(1);
  }

  Written a(String owner, long ttl, int... address) {
    return record(1, owner, 1, ttl, bytes(address));
  }

  Written aaaa(String owner, long ttl, int... address) {
    return record(1, owner, 28, ttl, bytes(address));
  }

  Written cname(String owner, long ttl, String target) {
    counts[1]++;
    name(owner).u16(5).u16(1).u32(ttl);
    return sized(target);
  }

  Written additional(String owner, int type, long ttl, int... content) {
    return record(3, owner, type, ttl, bytes(content));
  }

  Written authority(String owner, int type, long ttl, int... content) {
    return record(2, owner, type, ttl, bytes(content));
  }

  /** An HTTPS record; parameters as they are on the wire. */
  Written https(String owner, long ttl, int priority, String target, int... parameters) {
    Written content = new Written(false, 0, 0);
    content.out.reset();
    content.u16(priority).name(target).raw(bytes(parameters));
    return record(1, owner, 65, ttl, content.out.toByteArray());
  }

  Written record(int section, String owner, int type, long ttl, byte[] content) {
    return record(section, owner, type, 1, ttl, content);
  }

  Written record(int section, String owner, int type, int kind, long ttl, byte[] content) {
    counts[section]++;
    return name(owner).u16(type).u16(kind).u32(ttl).u16(content.length).raw(content);
  }

  Written count(int section, int number) {
    counts[section] += number;
    return this;
  }

  /** Labels are separated by dots; \0 stands for itself. */
  Written name(String name) {
    String rest = name;
    while (!rest.isEmpty()) {
      Integer place = places.get(rest.toLowerCase(Locale.ROOT));
      if (compressed && place != null) {
        return u16(0xc000 | place);
      }
      if (out.size() < 0x4000) {
        places.putIfAbsent(rest.toLowerCase(Locale.ROOT), out.size());
      }
      int dot = rest.indexOf('.');
      byte[] label =
          (dot < 0 ? rest : rest.substring(0, dot)).getBytes(StandardCharsets.ISO_8859_1);
      out.write(label.length);
      raw(label);
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    out.write(0);
    return this;
  }

  private Written sized(String name) {
    // a compressed name has a length that is known only once it is written
    int before = out.size();
    Written trial = new Written(compressed, 0, 0);
    trial.out.reset();
    trial.out.writeBytes(new byte[before + 2]);
    trial.places.putAll(places);
    trial.name(name);
    return u16(trial.out.size() - before - 2).name(name);
  }

  Written u16(int value) {
    out.write(value >>> 8);
    out.write(value);
    return this;
  }

  Written u32(long value) {
    return u16((int) (value >>> 16) & 0xffff).u16((int) value & 0xffff);
  }

  Written raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    byte[] bytes = out.toByteArray();
    for (int i = 0; i < 4; i++) {
      bytes[4 + 2 * i] = (byte) (counts[i] >>> 8);
      bytes[5 + 2 * i] = (byte) counts[i];
    }
    return bytes;
  }

  /** An IPv4 packet from 192.0.2.53 to 192.0.2.1 with UDP or TCP and the payload in it. */
  static byte[] packet(int protocol, int from, int to, int sequence, int flags, byte[] payload) {
    int header = protocol == IpPacket.PROTOCOL_TCP ? 20 : 8;
    Written packet = new Written(false, 0, 0);
    packet.out.reset();
    packet.u16(0x4500).u16(20 + header + payload.length).u32(0).u16(0x4000 | protocol).u16(0);
    packet.u32(0xc0000235L).u32(0xc0000201L).u16(from).u16(to);
    if (protocol == IpPacket.PROTOCOL_TCP) {
      packet.u32(sequence & 0xffff_ffffL).u32(0).u16(0x5000 | flags).u16(0).u32(0);
    } else {
      packet.u16(8 + payload.length).u16(0);
    }
    return packet.raw(payload).out.toByteArray();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
