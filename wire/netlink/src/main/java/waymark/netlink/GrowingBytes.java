package waymark.netlink;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes written one after the other, in the byte order of a host or big-endian. They grow up to
 * their room; beyond it is a {@link BufferOverflowException}.
 */
final class GrowingBytes {
  /** What takes no more memory than this while little is written. */
  private static final int SMALLEST = 1024;

  private final int firstRoom;
  private final boolean little;
  private int room;

  /** As in {@link NetlinkReader}, an array for the sake of code that is not compiled well yet. */
  private byte[] bytes;

  private int at;

  GrowingBytes(int room, ByteOrder order) {
    this.firstRoom = room;
    this.room = room;
    this.bytes = new byte[Math.min(room, SMALLEST)];
    this.little = order == ByteOrder.LITTLE_ENDIAN;
  }

  /** Forgets all, and the room that was added. */
  void clear() {
    at = 0;
    room = firstRoom;
    if (bytes.length > room) {
      bytes = new byte[room];
    }
  }

  /** Doubles the room, until {@link #clear}. */
  void grow() {
    room = Math.multiplyExact(room, 2);
  }

  boolean isLittleEndian() {
    return little;
  }

  /** How many were written, and where the next goes. */
  int length() {
    return at;
  }

  /** How many still fit. */
  int remaining() {
    return room - at;
  }

  /** Takes back what was written from there on. */
  void truncate(int length) {
    at = length;
  }

  void putU8(int value) {
    int to = take(1);
    bytes[to] = (byte) value;
  }

  void putU16(int value) {
    setU16(take(2), value);
  }

  void putU32(int value) {
    setU32(take(4), value);
  }

  void putBe16(int value) {
    setBe16(take(2), value);
  }

  void putBe32(int value) {
    setBe32(take(4), value);
  }

  void put(byte[] value, int offset, int length) {
    int to = take(length);
    System.arraycopy(value, offset, bytes, to, length);
  }

  /** Zeroes up to the next multiple of four. */
  void pad() {
    while ((at & 3) != 0) {
      putU8(0);
    }
  }

  void setU16(int to, int value) {
    setBe16(to, little ? Short.reverseBytes((short) value) : value);
  }

  void setU32(int to, int value) {
    setBe32(to, little ? Integer.reverseBytes(value) : value);
  }

  private void setBe16(int to, int value) {
    bytes[to] = (byte) (value >> 8);
    bytes[to + 1] = (byte) value;
  }

  private void setBe32(int to, int value) {
    bytes[to] = (byte) (value >> 24);
    bytes[to + 1] = (byte) (value >> 16);
    bytes[to + 2] = (byte) (value >> 8);
    bytes[to + 3] = (byte) value;
  }

  /** Sets bits of a 16-bit number whose upper byte has none of them. */
  void setBits(int to, int lowByte) {
    bytes[little ? to : to + 1] |= (byte) lowByte;
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

  /** Copies what was written to the beginning of a buffer. */
  void copy(ByteBuffer to) {
    to.put(0, bytes, 0, at);
  }

  /** A copy of what was written from there on. */
  byte[] from(int start) {
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** Reads what was written from there on. */
  NetlinkReader read(int start) {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return new NetlinkReader(ByteBuffer.wrap(bytes).order(order)).reset(start, at - start);
  }
}
