package waymark.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over received messages and their attributes that never reads past their bounds.
 *
 * <pre>
 *   while (reader.nextMessage()) {
 *     reader.enter(4);                        // skips the family's fixed header
 *     while (reader.nextAttribute()) {
 *       switch (reader.attribute()) {
 *         case 1 -> name = reader.string();
 *         case 2 -> { reader.enter(0); while (reader.nextAttribute()) { ... } reader.leave(); }
 *         default -> {}
 *       }
 *     }
 *   }
 * </pre>
 *
 * <p>The cursor stands on a <em>value</em>: after {@code nextMessage} everything behind the
 * message's header, after {@code nextAttribute} the attribute's payload. Numbers are read at an
 * offset into the value; reading beyond it throws a {@link MalformedNetlinkException}. {@code u16}
 * etc. are in host order, {@code be16} etc. big-endian; unsigned 32 and 64 bits come as int and
 * long with the same bits.
 */
public final class NetlinkReader {
  private static final int ATTRIBUTE_HEADER = 4;
  private static final int TYPE_MASK = 0x3fff;
  private static final int DEPTH = 16;

  /** The received messages; this class reads the copy in {@link #bytes}. */
  private final ByteBuffer buffer;

  /**
   * A copy, with the same offsets. Code that is not fully compiled reads an array much faster than
   * a buffer, and a starting or mostly idle daemon runs such code.
   */
  private byte[] bytes;

  private final boolean little;
  private final int[] ends = new int[DEPTH];
  private final int[] nexts = new int[DEPTH];

  private int limit;
  private int next;
  private int message;
  private int depth;
  private int value;
  private int length;
  private int attribute;

  /** Reads nothing until {@link #reset}; the buffer's order must be that of the sending host. */
  public NetlinkReader(ByteBuffer buffer) {
    this.buffer = buffer;
    this.little = buffer.order() == ByteOrder.LITTLE_ENDIAN;
    this.bytes = new byte[0];
  }

  /** Whether the sending host stores the lowest byte of a number first. */
  boolean isLittleEndian() {
    return little;
  }

  /** Moves to the messages in a range of the buffer. */
  public NetlinkReader reset(int offset, int count) {
    if (offset < 0 || count < 0 || count > buffer.capacity() - offset) {
      throw new IllegalArgumentException(count + " bytes at " + offset);
    }
    if (bytes.length < offset + count) {
      bytes = new byte[Math.min(buffer.capacity(), 2 * (offset + count))];
    }
    buffer.get(offset, bytes, offset, count);
    next = offset;
    limit = offset + count;
    message = offset;
    depth = 0;
    value = offset;
    length = 0;
    attribute = 0;
    return this;
  }

  /** Goes to the next message, from whatever depth; false at the end. */
  public boolean nextMessage() {
    int start = next;
    if (start >= limit) {
      return false;
    }
    if (limit - start < NetlinkMessage.HEADER) {
      throw new MalformedNetlinkException("a message header of 16 bytes", start);
    }
    int size = intAt(start);
    if (size < NetlinkMessage.HEADER || size > limit - start) {
      throw new MalformedNetlinkException("a message length within the datagram", start);
    }
    message = start;
    next = start + Math.min(limit - start, (size + 3) & ~3);
    depth = 0;
    value = start + NetlinkMessage.HEADER;
    length = size - NetlinkMessage.HEADER;
    return true;
  }

  /** The message's type: subsystem and command for netfilter. */
  public int type() {
    return shortAt(message + 4);
  }

  /** The message's flags, see {@link NetlinkMessage}. */
  public int flags() {
    return shortAt(message + 6);
  }

  public int sequence() {
    return intAt(message + 8);
  }

  /** Enters the value as a sequence of attributes behind a fixed header. */
  public NetlinkReader enter(int header) {
    if (header > length) {
      throw new MalformedNetlinkException("a fixed header of " + header + " bytes", value);
    }
    if (depth == DEPTH) {
      throw new MalformedNetlinkException("at most " + DEPTH + " nested attributes", value);
    }
    ends[depth] = value + length;
    nexts[depth] = value + Math.min(length, (header + 3) & ~3);
    depth++;
    return this;
  }

  /** Returns to the attributes around those that were entered last. */
  public NetlinkReader leave() {
    if (depth == 0) {
      throw new IllegalStateException("no attributes were entered");
    }
    depth--;
    return this;
  }

  /** Returns to everything behind the message's header, as after {@link #nextMessage}. */
  NetlinkReader rewind() {
    depth = 0;
    value = message + NetlinkMessage.HEADER;
    length = intAt(message) - NetlinkMessage.HEADER;
    return this;
  }

  /** Returns to a value of this message, by its former {@link #position} and {@link #length}. */
  NetlinkReader select(int position, int bytes) {
    value = position;
    length = bytes;
    depth = 0;
    return this;
  }

  /** Goes to the next attribute of those entered last; false at their end. */
  public boolean nextAttribute() {
    if (depth == 0) {
      throw new IllegalStateException("no attributes were entered");
    }
    int start = nexts[depth - 1];
    int room = ends[depth - 1] - start;
    if (room <= 0) {
      return false;
    }
    if (room < ATTRIBUTE_HEADER) {
      throw new MalformedNetlinkException("an attribute header of 4 bytes", start);
    }
    int size = shortAt(start);
    if (size < ATTRIBUTE_HEADER || size > room) {
      throw new MalformedNetlinkException("an attribute length within its bounds", start);
    }
    attribute = shortAt(start + 2) & TYPE_MASK;
    value = start + ATTRIBUTE_HEADER;
    length = size - ATTRIBUTE_HEADER;
    nexts[depth - 1] = start + Math.min(room, (size + 3) & ~3);
    return true;
  }

  /** The number of the attribute, without its flags. */
  public int attribute() {
    return attribute;
  }

  /** The length of the value in bytes. */
  public int length() {
    return length;
  }

  /** The offset of the value in the buffer. */
  public int position() {
    return value;
  }

  public int u8(int offset) {
    return bytes[at(offset, 1)] & 0xff;
  }

  public int u16(int offset) {
    return shortAt(at(offset, 2));
  }

  public int u32(int offset) {
    return intAt(at(offset, 4));
  }

  public int be16(int offset) {
    return bigShort(at(offset, 2));
  }

  public int be32(int offset) {
    return bigInt(at(offset, 4));
  }

  public long be64(int offset) {
    int from = at(offset, 8);
    return (long) bigInt(from) << 32 | (bigInt(from + 4) & 0xffffffffL);
  }

  /** A copy of the value. */
  public byte[] bytes() {
    return bytes(0, length);
  }

  /** A copy of some bytes of the value. */
  public byte[] bytes(int offset, int count) {
    byte[] copy = new byte[count];
    copy(offset, copy, 0, count);
    return copy;
  }

  /** Copies bytes of the value into an array of the caller. */
  public void copy(int offset, byte[] to, int index, int count) {
    System.arraycopy(bytes, at(offset, count), to, index, count);
  }

  /** The value as text up to its first NUL, or all of it where there is none. */
  public String string() {
    int count = 0;
    while (count < length && bytes[value + count] != 0) {
      count++;
    }
    return new String(bytes, value, count, StandardCharsets.UTF_8);
  }

  private int at(int offset, int count) {
    if (offset < 0 || count < 0 || offset > length - count) {
      throw new MalformedNetlinkException(
          count + " bytes at " + offset + " of a value of " + length, value);
    }
    return value + offset;
  }

  private int shortAt(int from) {
    return little ? (bytes[from] & 0xff) | (bytes[from + 1] & 0xff) << 8 : bigShort(from);
  }

  private int intAt(int from) {
    return little
        ? (bytes[from] & 0xff)
            | (bytes[from + 1] & 0xff) << 8
            | (bytes[from + 2] & 0xff) << 16
            | bytes[from + 3] << 24
        : bigInt(from);
  }

  private int bigShort(int from) {
    return (bytes[from] & 0xff) << 8 | (bytes[from + 1] & 0xff);
  }

  private int bigInt(int from) {
    return bytes[from] << 24
        | (bytes[from + 1] & 0xff) << 16
        | (bytes[from + 2] & 0xff) << 8
        | (bytes[from + 3] & 0xff);
  }

  /** All received bytes, with offsets as {@link #position} returns them; until {@link #reset}. */
  byte[] received() {
    return bytes;
  }
}
