package waymark.dns;

import java.util.Objects;

/**
 * A view of an IPv4 or IPv6 packet with UDP or TCP in it. Reused for each packet.
 *
 * <p>Addresses are 128 bits in two longs, IPv4 as ::ffff:a.b.c.d. Offsets count from the start of
 * the array. The accessors are valid only after {@link Kind#UDP} and {@link Kind#TCP}, those of
 * addresses and protocol also after {@link Kind#OTHER}. RFC 791, RFC 8200, RFC 768, RFC 9293. The
 * kernel has verified the checksums.
 */
public final class IpPacket {
  /** The kind of the bytes. */
  public enum Kind {
    UDP,
    TCP,
    /** One of several fragments; rare, because the kernel defragments before it queues. */
    FRAGMENT,
    /** A packet with another protocol. */
    OTHER,
    /** Not a packet, or headers with wrong lengths. */
    BROKEN
  }

  /** The IP protocol number of TCP. */
  public static final int PROTOCOL_TCP = 6;

  /** The IP protocol number of UDP. */
  public static final int PROTOCOL_UDP = 17;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT_HEADER = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION_OPTIONS = 60;
  private static final int MOST_EXTENSIONS = 8;

  private static final int SYN = 0x02;
  private static final int RST = 0x04;

  private static final byte[] NOTHING = {};
  private static final long MAPPED = 0xffff_0000_0000L;

  private byte[] bytes = NOTHING;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int sourcePort;
  private int destinationPort;
  private int protocol;
  private int sequence;
  private int flags;
  private int payloadOffset;
  private int payloadLength;
  private boolean cut;

  /** A view of nothing yet. */
  public IpPacket() {}

  /**
   * Reads the packet that starts at {@code offset}.
   *
   * @param length the number of captured bytes; a packet that is longer {@link #isCut}
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public Kind read(byte[] bytes, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    this.bytes = bytes;
    cut = false;
    payloadOffset = offset;
    payloadLength = 0;
    if (length < 20) {
      return Kind.BROKEN;
    }
    return switch ((bytes[offset] & 0xff) >>> 4) {
      case 4 -> readIpv4(offset, length);
      case 6 -> length < 40 ? Kind.BROKEN : readIpv6(offset, length);
      default -> Kind.BROKEN;
    };
  }

  private Kind readIpv4(int offset, int length) {
    int header = (bytes[offset] & 0x0f) << 2;
    int total = u16(offset + 2);
    if (header < 20 || total < header || length < header) {
      return Kind.BROKEN;
    }
    // 0x3fff: more-fragments and the offset, without the don't-fragment bit
    if ((u16(offset + 6) & 0x3fff) != 0) {
      return Kind.FRAGMENT;
    }
    sourceHigh = 0;
    sourceLow = MAPPED | (u32(offset + 12) & 0xffff_ffffL);
    destinationHigh = 0;
    destinationLow = MAPPED | (u32(offset + 16) & 0xffff_ffffL);
    return readTransport(bytes[offset + 9] & 0xff, offset + header, within(offset, total, length));
  }

  private Kind readIpv6(int offset, int length) {
    int end = within(offset, 40 + u16(offset + 4), length);
    sourceHigh = u64(offset + 8);
    sourceLow = u64(offset + 16);
    destinationHigh = u64(offset + 24);
    destinationLow = u64(offset + 32);
    int next = bytes[offset + 6] & 0xff;
    int at = offset + 40;
    for (int i = 0; i < MOST_EXTENSIONS; i++) {
      protocol = next;
      if (next == PROTOCOL_UDP || next == PROTOCOL_TCP) {
        return readTransport(next, at, end);
      }
      boolean known =
          next == HOP_BY_HOP
              || next == ROUTING
              || next == FRAGMENT_HEADER
              || next == AUTHENTICATION
              || next == DESTINATION_OPTIONS;
      if (!known) {
        return Kind.OTHER;
      }
      if (end - at < 8) {
        return Kind.BROKEN;
      }
      int size = bytes[at + 1] & 0xff;
      switch (next) {
        case FRAGMENT_HEADER -> {
          // 0xfff9: the offset and more-fragments; neither is an atomic fragment (RFC 6946), whole
          if ((u16(at + 2) & 0xfff9) != 0) {
            return Kind.FRAGMENT;
          }
          size = 8;
        }
        case AUTHENTICATION -> size = (size + 2) << 2;
        case ROUTING -> {
          // with segments left, this is not the final destination
          if (bytes[at + 3] != 0) {
            return Kind.OTHER;
          }
          size = (size + 1) << 3;
        }
        default -> size = (size + 1) << 3;
      }
      if (size > end - at) {
        return Kind.BROKEN;
      }
      next = bytes[at] & 0xff;
      at += size;
    }
    return Kind.OTHER;
  }

  private Kind readTransport(int protocol, int at, int end) {
    this.protocol = protocol;
    return switch (protocol) {
      case PROTOCOL_UDP -> readUdp(at, end);
      case PROTOCOL_TCP -> readTcp(at, end);
      default -> Kind.OTHER;
    };
  }

  private Kind readUdp(int at, int end) {
    if (end - at < 8) {
      return Kind.BROKEN;
    }
    int size = u16(at + 4);
    if (size < 8 || (size > end - at && !cut)) {
      return Kind.BROKEN;
    }
    readPorts(at);
    sequence = 0;
    flags = 0;
    payloadOffset = at + 8;
    payloadLength = Math.min(size, end - at) - 8;
    return Kind.UDP;
  }

  private Kind readTcp(int at, int end) {
    if (end - at < 20) {
      return Kind.BROKEN;
    }
    int header = (bytes[at + 12] & 0xf0) >>> 2;
    if (header < 20 || header > end - at) {
      return Kind.BROKEN;
    }
    readPorts(at);
    sequence = u32(at + 4);
    flags = bytes[at + 13];
    payloadOffset = at + header;
    payloadLength = end - payloadOffset;
    return Kind.TCP;
  }

  private void readPorts(int at) {
    sourcePort = u16(at);
    destinationPort = u16(at + 2);
  }

  private int within(int offset, int total, int length) {
    cut = total > length;
    return offset + Math.min(total, length);
  }

  /** The array that contains the packet. */
  public byte[] bytes() {
    return bytes;
  }

  /** The source address's upper 64 bits; 0 for IPv4. */
  public long sourceHigh() {
    return sourceHigh;
  }

  /** The source address's lower 64 bits. */
  public long sourceLow() {
    return sourceLow;
  }

  /** The destination address's upper 64 bits; 0 for IPv4. */
  public long destinationHigh() {
    return destinationHigh;
  }

  /** The destination address's lower 64 bits. */
  public long destinationLow() {
    return destinationLow;
  }

  /** 0 to 65535. */
  public int sourcePort() {
    return sourcePort;
  }

  /** 0 to 65535. */
  public int destinationPort() {
    return destinationPort;
  }

  /** {@link #PROTOCOL_UDP}, {@link #PROTOCOL_TCP}, or the number of another protocol. */
  public int protocol() {
    return protocol;
  }

  /** Where the UDP or TCP payload starts in {@link #bytes}. */
  public int payloadOffset() {
    return payloadOffset;
  }

  /** The number of captured payload bytes. */
  public int payloadLength() {
    return payloadLength;
  }

  /** Whether the packet is longer than its capture. */
  public boolean isCut() {
    return cut;
  }

  /** The TCP sequence number of the segment, as the 32 bits of an int. */
  int sequence() {
    return sequence;
  }

  boolean isSyn() {
    return (flags & SYN) != 0;
  }

  boolean isReset() {
    return (flags & RST) != 0;
  }

  private int u16(int at) {
    return BigEndian.u16(bytes, at);
  }

  private int u32(int at) {
    return BigEndian.u32(bytes, at);
  }

  private long u64(int at) {
    return BigEndian.u64(bytes, at);
  }
}
