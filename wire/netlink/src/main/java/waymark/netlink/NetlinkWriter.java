package waymark.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages one after the other into a buffer, whose byte order is the host's.
 *
 * <p>{@code begin}, then the family's fixed header by {@code put...}, then attributes, then {@code
 * end}. Attributes are named by their number; nests end with {@link #endNest}. Sequence numbers
 * count up from one message to the next, over {@link #clear} too. Beyond the buffer it is an {@link
 * java.nio.BufferOverflowException}, beyond the 65,535 bytes of one attribute an {@link
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

  private ByteBuffer buffer;
  private final int[] nests = new int[DEPTH];
  private final boolean little;
  private int depth;
  private int message = -1;
  private int last;
  private int messages;
  private int sequence;

  /** Writes from the buffer's beginning; its order must be that of the reading host. */
  public NetlinkWriter(ByteBuffer buffer) {
    this.buffer = buffer;
    this.little = buffer.order() == ByteOrder.LITTLE_ENDIAN;
    clear();
  }

  /** Forgets what was written; the next message gets the next sequence number. */
  public NetlinkWriter clear() {
    buffer.clear();
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
    int start = buffer.position();
    buffer.putInt(0).putShort((short) type).putShort((short) (flags | NetlinkMessage.REQUEST));
    buffer.putInt(++sequence).putInt(0);
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
    buffer.putInt(message, buffer.position() - message);
    message = -1;
    return this;
  }

  /** Takes back the message that was begun, as if it had not been. */
  public NetlinkWriter cancel() {
    if (message < 0) {
      throw new IllegalStateException("no message has begun");
    }
    buffer.position(message);
    sequence--;
    messages--;
    depth = 0;
    message = -1;
    return this;
  }

  public NetlinkWriter putU8(int value) {
    buffer.put((byte) value);
    return this;
  }

  public NetlinkWriter putU16(int value) {
    buffer.putShort((short) value);
    return this;
  }

  public NetlinkWriter putU32(int value) {
    buffer.putInt(value);
    return this;
  }

  public NetlinkWriter putBe16(int value) {
    buffer.putShort(big((short) value));
    return this;
  }

  public NetlinkWriter putBe32(int value) {
    buffer.putInt(big(value));
    return this;
  }

  public NetlinkWriter putBytes(byte[] value) {
    buffer.put(value);
    return this;
  }

  /** Zeroes up to the next multiple of four. */
  public NetlinkWriter pad() {
    while ((buffer.position() & 3) != 0) {
      buffer.put((byte) 0);
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
    buffer.putLong(value);
    return this;
  }

  public NetlinkWriter be16(int attribute, int value) {
    return header(attribute, 2).putBe16(value).pad();
  }

  public NetlinkWriter be32(int attribute, int value) {
    return header(attribute, 4).putBe32(value);
  }

  public NetlinkWriter be64(int attribute, long value) {
    header(attribute, 8);
    buffer.putLong(little ? Long.reverseBytes(value) : value);
    return this;
  }

  /** An attribute without a value, whose presence says it all. */
  public NetlinkWriter flag(int attribute) {
    return header(attribute, 0);
  }

  public NetlinkWriter bytes(int attribute, byte[] value) {
    return bytes(attribute, value, 0, value.length);
  }

  public NetlinkWriter bytes(int attribute, byte[] value, int offset, int length) {
    header(attribute, length);
    buffer.put(value, offset, length);
    return pad();
  }

  /** A string with its final NUL. */
  public NetlinkWriter string(int attribute, String value) {
    int start = buffer.position();
    header(attribute, 0);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        buffer.position(start + ATTRIBUTE_HEADER);
        buffer.put(value.getBytes(StandardCharsets.UTF_8));
        break;
      }
      buffer.put((byte) c);
    }
    buffer.put((byte) 0);
    return close(start);
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
    int start = buffer.position();
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
    int length = buffer.position() - start;
    checkLength(length);
    buffer.putShort(start, (short) length);
    return pad();
  }

  private NetlinkWriter header(int attribute, int length) {
    if (message < 0) {
      throw new IllegalStateException("an attribute outside of a message");
    }
    checkLength(length + ATTRIBUTE_HEADER);
    buffer.putShort((short) (length + ATTRIBUTE_HEADER)).putShort((short) attribute);
    return this;
  }

  private static void checkLength(int length) {
    if (length > ATTRIBUTE_LIMIT) {
      throw new IllegalStateException(
          "an attribute of " + length + " bytes; its length field ends at " + ATTRIBUTE_LIMIT);
    }
  }

  private short big(short value) {
    return little ? Short.reverseBytes(value) : value;
  }

  private int big(int value) {
    return little ? Integer.reverseBytes(value) : value;
  }

  /** Bytes written so far, and where the next goes. */
  public int length() {
    return buffer.position();
  }

  /** Bytes that still fit. */
  public int remaining() {
    return buffer.remaining();
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
    int flags = last + 6;
    buffer.putShort(flags, (short) (buffer.getShort(flags) | NetlinkMessage.ACK));
    return this;
  }

  boolean isLittleEndian() {
    return little;
  }

  /** Attributes that are encoded already, as they are. */
  NetlinkWriter put(byte[] encoded) {
    buffer.put(encoded);
    return this;
  }

  /** Goes on in a greater buffer, with what was written so far. */
  void moveTo(ByteBuffer greater) {
    int length = buffer.position();
    greater.clear();
    greater.put(0, buffer, 0, length);
    greater.position(length);
    buffer = greater;
  }

  /** Forgets what was written, and goes on in another buffer. */
  void restart(ByteBuffer other) {
    buffer = other;
    clear();
  }

  /** Reads what was written from there on. */
  NetlinkReader readBack(int start) {
    return new NetlinkReader(buffer).reset(start, buffer.position() - start);
  }
}
