package waymark.netlink;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes messages one after the other, in the byte order of the host that reads them.
 *
 * <p>{@code begin}, then the family's fixed header by {@code put...}, then attributes, then {@code
 * end}. Attributes are named by their number; nests end with {@link #endNest}. Sequence numbers
 * count up from one message to the next, over {@link #clear} too. Beyond the room it is a {@link
 * BufferOverflowException}, beyond the 65,535 bytes of one attribute an {@link
 * IllegalStateException}.
 */
public final class NetlinkWriter {
  /** Flag of an attribute that holds attributes (NLA_F_NESTED). */
  static final int NESTED = 0x8000;

  /** Flag of an attribute that says of itself to be big-endian (NLA_F_NET_BYTEORDER). */
  static final int NETWORK_ORDER = 0x4000;

  private static final int ATTRIBUTE_HEADER = 4;
  private static final int ATTRIBUTE_LIMIT = 0xffff;
  private static final int DEPTH = 16;

  /** What an empty writer takes of memory. */
  private static final int SMALLEST = 1024;

  /** As {@link NetlinkReader}, an array for the sake of code that is not yet compiled well. */
  private byte[] bytes;

  private int at;
  private final int firstRoom;
  private int room;
  private final int[] nests = new int[DEPTH];
  private final boolean little;
  private int depth;
  private int message = -1;
  private int last;
  private int messages;
  private int sequence;

  /** For at most so many bytes at a time, unless it is given more. */
  public NetlinkWriter(int room, ByteOrder order) {
    this.firstRoom = room;
    this.room = room;
    this.bytes = new byte[Math.min(room, SMALLEST)];
    this.little = order == ByteOrder.LITTLE_ENDIAN;
  }

  /**
   * Forgets what was written, and what room it was given since; the next message gets the next
   * sequence number.
   */
  public NetlinkWriter clear() {
    at = 0;
    room = firstRoom;
    if (bytes.length > room) {
      bytes = new byte[room];
    }
    depth = 0;
    message = -1;
    messages = 0;
    return this;
  }

  /** Begins a message; {@link NetlinkMessage} has the flags. REQUEST is added to them. */
  public NetlinkWriter begin(int type, int flags) {
    if (message >= 0) {
      throw new IllegalStateException("the message before has no end");
    }
    int start = at;
    putU32(0).putU16(type).putU16(flags | NetlinkMessage.REQUEST);
    putU32(++sequence).putU32(0);
    message = start;
    last = start;
    messages++;
    return this;
  }

  /** Ends the message: its length is known now. */
  public NetlinkWriter end() {
    if (message < 0 || depth != 0) {
      throw new IllegalStateException(message < 0 ? "no message has begun" : "a nest has no end");
    }
    setInt(message, at - message);
    message = -1;
    return this;
  }

  /** Takes back the message that was begun, as if it had not been. */
  public NetlinkWriter cancel() {
    if (message < 0) {
      throw new IllegalStateException("no message has begun");
    }
    at = message;
    sequence--;
    messages--;
    depth = 0;
    message = -1;
    return this;
  }

  public NetlinkWriter putU8(int value) {
    int to = take(1);
    bytes[to] = (byte) value;
    return this;
  }

  public NetlinkWriter putU16(int value) {
    setShort(take(2), value);
    return this;
  }

  public NetlinkWriter putU32(int value) {
    setInt(take(4), value);
    return this;
  }

  public NetlinkWriter putBe16(int value) {
    setBigShort(take(2), value);
    return this;
  }

  public NetlinkWriter putBe32(int value) {
    setBigInt(take(4), value);
    return this;
  }

  public NetlinkWriter putBytes(byte[] value) {
    return putBytes(value, 0, value.length);
  }

  private NetlinkWriter putBytes(byte[] value, int offset, int length) {
    int to = take(length);
    System.arraycopy(value, offset, bytes, to, length);
    return this;
  }

  /** Zeroes up to the next multiple of four. */
  public NetlinkWriter pad() {
    while ((at & 3) != 0) {
      putU8(0);
    }
    return this;
  }

  public NetlinkWriter u8(int attribute, int value) {
    return header(attribute, 1).putU8(value).pad();
  }

  public NetlinkWriter u16(int attribute, int value) {
    return header(attribute, 2).putU16(value).pad();
  }

  public NetlinkWriter u32(int attribute, int value) {
    return header(attribute, 4).putU32(value);
  }

  public NetlinkWriter u64(int attribute, long value) {
    header(attribute, 8);
    int first = (int) (little ? value : value >>> 32);
    int second = (int) (little ? value >>> 32 : value);
    return putU32(first).putU32(second);
  }

  public NetlinkWriter be16(int attribute, int value) {
    return header(attribute, 2).putBe16(value).pad();
  }

  public NetlinkWriter be32(int attribute, int value) {
    return header(attribute, 4).putBe32(value);
  }

  public NetlinkWriter be64(int attribute, long value) {
    return header(attribute, 8).putBe32((int) (value >>> 32)).putBe32((int) value);
  }

  /** An attribute without a value, whose presence says it all. */
  public NetlinkWriter flag(int attribute) {
    return header(attribute, 0);
  }

  public NetlinkWriter bytes(int attribute, byte[] value) {
    return bytes(attribute, value, 0, value.length);
  }

  public NetlinkWriter bytes(int attribute, byte[] value, int offset, int length) {
    return header(attribute, length).putBytes(value, offset, length).pad();
  }

  /** A string with its final NUL. */
  public NetlinkWriter string(int attribute, String value) {
    int start = at;
    header(attribute, 0);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        at = start + ATTRIBUTE_HEADER;
        putBytes(value.getBytes(StandardCharsets.UTF_8));
        break;
      }
      putU8(c);
    }
    return putU8(0).close(start);
  }

  /** Begins an attribute that holds attributes, with the flag that says so. */
  public NetlinkWriter nest(int attribute) {
    return open(attribute | NESTED);
  }

  /** Begins an attribute of several values; ends with {@link #endNest} as well. */
  public NetlinkWriter open(int attribute) {
    if (depth == DEPTH) {
      throw new IllegalStateException("more than " + DEPTH + " nests in each other");
    }
    int start = at;
    header(attribute, 0);
    nests[depth++] = start;
    return this;
  }

  public NetlinkWriter endNest() {
    if (depth == 0) {
      throw new IllegalStateException("no nest is open");
    }
    return close(nests[--depth]);
  }

  private NetlinkWriter close(int start) {
    int length = at - start;
    checkLength(length);
    setShort(start, length);
    return pad();
  }

  private NetlinkWriter header(int attribute, int length) {
    if (message < 0) {
      throw new IllegalStateException("an attribute outside of a message");
    }
    checkLength(length + ATTRIBUTE_HEADER);
    return putU16(length + ATTRIBUTE_HEADER).putU16(attribute);
  }

  private static void checkLength(int length) {
    if (length > ATTRIBUTE_LIMIT) {
      throw new IllegalStateException(
          "an attribute of " + length + " bytes; its length field ends at " + ATTRIBUTE_LIMIT);
    }
  }

  /** Moves on by so many bytes, maybe in another array; where they begin. */
  private int take(int count) {
    int from = at;
    if (count > bytes.length - from) {
      extend(count);
    }
    at = from + count;
    return from;
  }

  private void extend(int count) {
    if (count > room - at) {
      throw new BufferOverflowException();
    }
    bytes = Arrays.copyOf(bytes, Math.min(room, Math.max(2 * bytes.length, at + count)));
  }

  private void setShort(int to, int value) {
    setBigShort(to, little ? Short.reverseBytes((short) value) : value);
  }

  private void setInt(int to, int value) {
    setBigInt(to, little ? Integer.reverseBytes(value) : value);
  }

  private void setBigShort(int to, int value) {
    bytes[to] = (byte) (value >> 8);
    bytes[to + 1] = (byte) value;
  }

  private void setBigInt(int to, int value) {
    bytes[to] = (byte) (value >> 24);
    bytes[to + 1] = (byte) (value >> 16);
    bytes[to + 2] = (byte) (value >> 8);
    bytes[to + 3] = (byte) value;
  }

  /** Bytes written so far, and where the next goes. */
  public int length() {
    return at;
  }

  /** Bytes that still fit. */
  public int remaining() {
    return room - at;
  }

  /** How many messages were written since {@link #clear}. */
  public int messages() {
    return messages;
  }

  /** Sequence number of the message that was begun last. */
  public int lastSequence() {
    return sequence;
  }

  /** Sequence number of the first message since {@link #clear}. */
  public int firstSequence() {
    return sequence - messages + 1;
  }

  /** Asks for an acknowledgement of the last message. */
  NetlinkWriter acknowledgeLast() {
    bytes[last + (little ? 6 : 7)] |= NetlinkMessage.ACK;
    return this;
  }

  boolean isLittleEndian() {
    return little;
  }

  /** Attributes that are encoded already, as they are. */
  NetlinkWriter put(byte[] encoded) {
    return putBytes(encoded);
  }

  /** Gives it room for twice as much, until {@link #clear}. */
  void grow() {
    room = Math.multiplyExact(room, 2);
  }

  /** Copies what was written to the beginning of a buffer. */
  void copy(ByteBuffer to) {
    to.put(0, bytes, 0, at);
  }

  /** A copy of what was written from there on. */
  byte[] written(int start) {
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** Reads what was written from there on. */
  NetlinkReader readBack(int start) {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return new NetlinkReader(ByteBuffer.wrap(bytes).order(order)).reset(start, at - start);
  }
}
