package waymark.netlink;

import waymark.linux.Errno;

/**
 * A packet that the kernel passed to this process; the object and its bytes are reused for the
 * next.
 *
 * <p>The packet begins with its IP header. Parsers read {@link #bytes} between {@link #offset} and
 * {@code offset + length}, which lie within the received bytes whatever those claim.
 */
public final class Packet {
  private static final int HEADER = NetlinkMessage.HEADER + 4; // and struct nfgenmsg
  private static final int TYPE_MASK = 0x3fff;

  /** include/uapi/linux/netfilter.h, enum nf_inet_hooks. */
  private static final int NF_INET_PRE_ROUTING = 0;

  private static final int NF_INET_LOCAL_OUT = 3;

  private final PacketFormat format;
  private final boolean little;
  private final byte[] bytes;
  private int limit;
  private int next;

  private int type;
  private int error;
  private int id;
  private int hook;
  private int sequence;
  private boolean numbered;
  private int offset;
  private int length;

  Packet(PacketFormat format, boolean littleEndian, int room) {
    this.format = format;
    this.little = littleEndian;
    this.bytes = new byte[room];
  }

  /** The array for a received datagram, to be filled before {@link #reset}. */
  byte[] room() {
    return bytes;
  }

  void reset(int received) {
    limit = Math.min(received, bytes.length);
    next = 0;
  }

  /**
   * Goes to the next packet of the datagram; false when there is none, or the rest is malformed.
   */
  boolean next() {
    while (limit - next >= NetlinkMessage.HEADER) {
      int start = next;
      int size = u32(start);
      if (size < NetlinkMessage.HEADER || size > limit - start) {
        return false;
      }
      next = start + Math.min(limit - start, (size + 3) & ~3);
      type = u16(start + 4);
      if (type == format.packet && size >= HEADER) {
        read(start + HEADER, start + size);
        return true;
      }
      if (type == NetlinkMessage.ERROR && size >= NetlinkMessage.HEADER + 4) {
        error = -u32(start + NetlinkMessage.HEADER);
      }
    }
    return false;
  }

  private void read(int start, int end) {
    id = 0;
    hook = NF_INET_PRE_ROUTING;
    numbered = false;
    offset = start;
    length = 0;
    int at = start;
    while (end - at >= 4) {
      int size = u16(at);
      if (size < 4 || size > end - at) {
        break;
      }
      attribute(u16(at + 2) & TYPE_MASK, at + 4, size - 4);
      at += Math.min(end - at, (size + 3) & ~3);
    }
  }

  private void attribute(int number, int at, int size) {
    if (number == PacketFormat.HEADER && size > format.hook) {
      hook = bytes[at + format.hook];
    }
    if (number == format.payload) {
      offset = at;
      length = size;
    } else if (number == format.id && size >= 4) {
      id = be32(at);
    } else if (number == format.sequence && size >= 4) {
      sequence = be32(at);
      numbered = true;
    }
  }

  private int u16(int at) {
    int first = bytes[at] & 0xff;
    int second = bytes[at + 1] & 0xff;
    return little ? (second << 8) | first : (first << 8) | second;
  }

  private int u32(int at) {
    int first = u16(at);
    int second = u16(at + 2);
    return little ? (second << 16) | first : (first << 16) | second;
  }

  private int be16(int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private int be32(int at) {
    return (be16(at) << 16) | be16(at + 2);
  }

  /** The packet's id in its queue, for a verdict; 0 in a log. */
  public int id() {
    return id;
  }

  /** Whether it comes from the hook prerouting or output, where packets await their route. */
  public boolean isUnrouted() {
    return hook == NF_INET_PRE_ROUTING || hook == NF_INET_LOCAL_OUT;
  }

  /** The array that contains the packet. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where in {@link #bytes} the packet begins. */
  public int offset() {
    return offset;
  }

  /** How many bytes of the packet were copied. */
  public int length() {
    return length;
  }

  /** The packet's number in the log, if it {@link #isNumbered}. */
  int sequence() {
    return sequence;
  }

  boolean isNumbered() {
    return numbered;
  }

  /** Takes the kernel's last error number; 0 when there was no error since the last call. */
  int takeError() {
    int taken = error;
    error = 0;
    return taken == Errno.ENOENT ? 0 : taken;
  }
}
