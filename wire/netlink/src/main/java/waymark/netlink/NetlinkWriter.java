package waymark.netlink;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages one after the other, in the byte order of the host that reads them.
 *
 * <p>{@code begin}, then the family's fixed header by {@code put...}, then attributes, then {@code
 * end}. Attributes are named by their number; nests end with {@link #endNest}. Sequence numbers
 * count up from one message to the next, also across {@link #clear}. Writing beyond the size limit
 * throws a {@link BufferOverflowException}, and an attribute of more than 65,535 bytes an {@link
 * IllegalStateException}.
 */
public final class NetlinkWriter {
  /** Flag of an attribute that holds attributes (NLA_F_NESTED). */
  static final int NESTED = 0x8000;

  /** Flag of an attribute that is big-endian (NLA_F_NET_BYTEORDER). */
  static final int NETWORK_ORDER = 0x4000;

  /** The offset of the flags in struct nlmsghdr. */
  private static final int FLAGS = 6;

  private static final int ATTRIBUTE_HEADER = 4;
  private static final int ATTRIBUTE_LIMIT = 0xffff;
  private static final int DEPTH = 16;

  private final GrowingBytes bytes;
  private final int[] nests = new int[DEPTH];
  private int depth;
  private int message = -1;
  private int last;
  private int messages;
  private int sequence;

  /** A writer for at most {@code room} bytes, until {@link #grow}. */
  public NetlinkWriter(int room, ByteOrder order) {
    bytes = new GrowingBytes(room, order);
  }

  /**
   * Removes all messages, and resets the size limit; the next message gets the next sequence
   * number.
   */
  public NetlinkWriter clear() {
    bytes.clear();
    depth = 0;
    message = -1;
    messages = 0;
    return this;
  }

  /** Begins a message with flags of {@link NetlinkMessage}, to which this adds REQUEST. */
  public NetlinkWriter begin(int type, int flags) {
    if (message >= 0) {
      throw new IllegalStateException("the previous message has no end");
    }
    int start = bytes.length();
    putU32(0).putU16(type).putU16(flags | NetlinkMessage.REQUEST);
    putU32(++sequence).putU32(0);
    message = start;
    last = start;
    messages++;
    return this;
  }

  /** Ends the message, and writes its length. */
  public NetlinkWriter end() {
    if (message < 0 || depth != 0) {
      throw new IllegalStateException(message < 0 ? "no message has begun" : "a nest has no end");
    }
    bytes.setU32(message, bytes.length() - message);
    message = -1;
    return this;
  }

  public NetlinkWriter putU8(int value) {
    bytes.putU8(value);
    return this;
  }

  public NetlinkWriter putU16(int value) {
    bytes.putU16(value);
    return this;
  }

  public NetlinkWriter putU32(int value) {
    bytes.putU32(value);
    return this;
  }

  public NetlinkWriter putBe16(int value) {
    bytes.putBe16(value);
    return this;
  }

  public NetlinkWriter putBe32(int value) {
    bytes.putBe32(value);
    return this;
  }

  public NetlinkWriter putBytes(byte[] value) {
    return putBytes(value, 0, value.length);
  }

  private NetlinkWriter putBytes(byte[] value, int offset, int length) {
    bytes.put(value, offset, length);
    return this;
  }

  /** Zeroes up to the next multiple of four. */
  public NetlinkWriter pad() {
    bytes.pad();
    return this;
  }

  public NetlinkWriter u8(int attribute, int value) {
    return header(attribute, 1).putU8(value).pad();
  }

  public NetlinkWriter u32(int attribute, int value) {
    return header(attribute, 4).putU32(value);
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

  public NetlinkWriter bytes(int attribute, byte[] value) {
    return bytes(attribute, value, 0, value.length);
  }

  public NetlinkWriter bytes(int attribute, byte[] value, int offset, int length) {
    return header(attribute, length).putBytes(value, offset, length).pad();
  }

  /** A string with a final NUL. */
  public NetlinkWriter string(int attribute, String value) {
    int start = bytes.length();
    header(attribute, 0);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x80) {
        bytes.truncate(start + ATTRIBUTE_HEADER);
        putBytes(value.getBytes(StandardCharsets.UTF_8));
        break;
      }
      putU8(c);
    }
    return putU8(0).close(start);
  }

  /** Begins an attribute that holds attributes, with the flag for it. */
  public NetlinkWriter nest(int attribute) {
    return open(attribute | NESTED);
  }

  /** Begins an attribute of several values; {@link #endNest} ends it. */
  public NetlinkWriter open(int attribute) {
    if (depth == DEPTH) {
      throw new IllegalStateException("more than " + DEPTH + " nests in each other");
    }
    int start = bytes.length();
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
    int length = bytes.length() - start;
    checkLength(length);
    bytes.setU16(start, length);
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

  /** Bytes written so far, and where the next goes. */
  public int length() {
    return bytes.length();
  }

  /** Bytes that still fit. */
  public int remaining() {
    return bytes.remaining();
  }

  /** The number of messages since {@link #clear}. */
  public int messages() {
    return messages;
  }

  /** The sequence number of the last message. */
  public int lastSequence() {
    return sequence;
  }

  /** The sequence number of the first message since {@link #clear}. */
  public int firstSequence() {
    return sequence - messages + 1;
  }

  /** Asks for an acknowledgement of the last message. */
  NetlinkWriter acknowledgeLast() {
    bytes.setBits(last + FLAGS, NetlinkMessage.ACK);
    return this;
  }

  boolean isLittleEndian() {
    return bytes.isLittleEndian();
  }

  /** Copies attributes that are already encoded. */
  NetlinkWriter put(byte[] encoded) {
    return putBytes(encoded);
  }

  /** Doubles the size limit, until {@link #clear}. */
  void grow() {
    bytes.grow();
  }

  /** Copies all messages to the beginning of a buffer. */
  void copy(ByteBuffer to) {
    bytes.copy(to);
  }

  /** A copy of the bytes from {@code start} on. */
  byte[] written(int start) {
    return bytes.from(start);
  }

  /** A reader of the bytes from {@code start} on. */
  NetlinkReader readBack(int start) {
    return bytes.read(start);
  }
}
