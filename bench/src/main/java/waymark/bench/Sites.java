package waymark.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names made by number, and the addresses that each has: one IPv4 address, four, IPv6, by way of
 * two CNAMEs, one that two names share; and one name in twenty that no rule names.
 *
 * <p>The named have addresses from 198.18.0.0 to 198.19.223.255 and below 2001:2::/48, the others
 * from 198.19.224.0/19. Up to number 114,000 no two names have the same but those that share.
 */
final class Sites {
  /** The zones of the rules: several, since a rule holds at most 100,000 addresses. */
  static final List<String> ZONES =
      IntStream.range(0, 10).mapToObj(zone -> "z" + zone + ".example").toList();

  /** What the answer to a name is. */
  enum Kind {
    ONE,
    FOUR,
    IPV6,
    TWO_IPV6,
    ALIAS,
    SHARED,
    OTHER
  }

  static final int GROUP = 20;
  private static final int FIRST_SHARED = 17;
  private static final int IPV4_OF_GROUP = 19;
  private static final int IPV6_OF_GROUP = 6;
  private static final int IPV4 = 0xc612_0000; // 198.18.0.0
  private static final int IPV4_OTHER = 0xc613_e000; // 198.19.224.0
  private static final int DIGITS = 7;

  private static final int A = 1;
  private static final int CNAME = 5;
  private static final int AAAA = 28;
  private static final int TTL = 3600;
  private static final int HEADER = 12;

  /** Where the zone's letter is: after the header, and the label of the number. */
  private static final int ZONE = HEADER + 1 + 1 + DIGITS + 1;

  private Sites() {}

  static Kind kind(int number) {
    int place = number % GROUP;
    if (place < 6) {
      return Kind.ONE;
    }
    if (place < 8) {
      return Kind.FOUR;
    }
    if (place < 12) {
      return Kind.IPV6;
    }
    if (place < 13) {
      return Kind.TWO_IPV6;
    }
    if (place < FIRST_SHARED) {
      return Kind.ALIAS;
    }
    return place < GROUP - 1 ? Kind.SHARED : Kind.OTHER;
  }

  /** How many addresses the name has. */
  static int size(int number) {
    return switch (kind(number)) {
      case FOUR -> 4;
      case TWO_IPV6 -> 2;
      case ONE, IPV6, ALIAS, SHARED, OTHER -> 1;
    };
  }

  static boolean isIpv6(int number) {
    Kind kind = kind(number);
    return kind == Kind.IPV6 || kind == Kind.TWO_IPV6;
  }

  /** One of its addresses: 4 or 16 bytes. */
  static byte[] address(int number, int index) {
    if (isIpv6(number)) {
      int place = number % GROUP - 8;
      long low = (long) (number / GROUP) * IPV6_OF_GROUP + place + index;
      return ByteBuffer.allocate(16).putInt(0x2001_0002).putInt(0).putLong(low + 1).array();
    }
    return ByteBuffer.allocate(4).putInt(ipv4(number) + index).array();
  }

  private static int ipv4(int number) {
    int group = number / GROUP;
    int place = number % GROUP;
    int first =
        switch (kind(number)) {
          case ONE -> place;
          case FOUR -> 6 + 4 * (place - 6);
          case ALIAS -> 14 + place - 13;
          case SHARED -> 18;
          case IPV6, TWO_IPV6, OTHER -> 0;
        };
    return kind(number) == Kind.OTHER
        ? IPV4_OTHER + group % 8192
        : IPV4 + group * IPV4_OF_GROUP + first;
  }

  /**
   * Writes the question for a name from the buffer's beginning.
   *
   * @param id of the message
   */
  static void question(ByteBuffer out, int number, int id) {
    out.clear();
    out.putShort((short) id).putShort((short) 0x0100).putShort((short) 1);
    out.putShort((short) 0).putInt(0);
    out.put((byte) (1 + DIGITS)).put((byte) 'n');
    for (int i = 0, scale = 1_000_000; i < DIGITS; i++, scale /= 10) {
      out.put((byte) ('0' + number / scale % 10));
    }
    out.put((byte) 2).put((byte) (kind(number) == Kind.OTHER ? 'o' : 'z'));
    out.put((byte) ('0' + number % ZONES.size()));
    label(out, "example");
    out.put((byte) 0).putShort((short) (isIpv6(number) ? AAAA : A)).putShort((short) 1);
    out.flip();
  }

  /** Makes the answer of the question that the buffer holds, in its place. */
  static void answer(ByteBuffer message) {
    int number = 0;
    for (int i = 0; i < DIGITS; i++) {
      number = number * 10 + message.get(HEADER + 2 + i) - '0';
    }
    Kind kind = kind(number);
    int records = size(number) + (kind == Kind.ALIAS ? 2 : 0);
    message.putShort(2, (short) 0x8180).putShort(6, (short) records);
    // An additional record of the question, as dnsmasq may add, is left out.
    message.putShort(10, (short) 0);
    message.limit(message.capacity()).position(questionEnd());
    int owner = 0xc000 | HEADER;
    if (kind == Kind.ALIAS) {
      owner = alias(message, owner, "edge");
      owner = alias(message, owner, "host");
    }
    for (int i = 0; i < size(number); i++) {
      byte[] address = address(number, i);
      record(message, owner, address.length == 4 ? A : AAAA, address.length).put(address);
    }
    message.flip();
  }

  private static int questionEnd() {
    return ZONE + 3 - 1 + 1 + "example".length() + 1 + 4;
  }

  /** A CNAME to a name that no rule has; where that name is written. */
  private static int alias(ByteBuffer out, int owner, String prefix) {
    String label = prefix + out.position();
    int length = 1 + label.length() + 1 + "cdn".length() + 1 + "test".length() + 1;
    record(out, owner, CNAME, length);
    int at = out.position();
    label(out, label);
    label(out, "cdn");
    label(out, "test");
    out.put((byte) 0);
    return 0xc000 | at;
  }

  private static ByteBuffer record(ByteBuffer out, int owner, int type, int length) {
    out.putShort((short) owner).putShort((short) type).putShort((short) 1).putInt(TTL);
    return out.putShort((short) length);
  }

  private static void label(ByteBuffer out, String label) {
    out.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
  }
}
