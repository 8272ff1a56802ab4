package waymark.netlink;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers and bytes written one after the other, in the byte order of a host or big-endian. The
 * array grows up to its limit; beyond it, a write throws a {@link BufferOverflowException}.
 */
final class GrowingBytes {
  /** The size of the array before it grows. */
  private static final int SMALLEST = 1024;

  private final int firstRoom;
  private final boolean little;
  private int room;

  /**
   * As in {@link NetlinkReader}, an array because code that is not fully compiled reads it faster.
   */
  private byte[] bytes;

  private int at;

  GrowingBytes(int room, ByteOrder order) {
    this.firstRoom = room;
    this.room = room;
    this.bytes = new byte[Math.min(room, SMALLEST)];
    this.little = order == ByteOrder.LITTLE_ENDIAN;
  }

  /** Removes all bytes, and resets the limit. */
  void clear() {
    at = 0;
    room = firstRoom;
    if (bytes.length > room) {
      bytes = new byte[room];
    }
  }

  /** Doubles the limit, until {@link #clear}. */
  void grow() {
    room = Math.multiplyExact(room, 2);
  }

  boolean isLittleEndian() {
    return little;
  }

  /** How many bytes were written, and where the next one goes. */
  int length() {
    return at;
  }

  /** How many bytes still fit. */
  int remaining() {
    return room - at;
  }

  /** Removes the bytes behind the first {@code length}. */
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

  /** Sets bits in the lower byte of a 16-bit number in host order. */
  void setBits(int to, int lowByte) {
    bytes[little ? to : to + 1] |= (byte) lowByte;
  }

  /** Reserves bytes, maybe in a new array, and returns where they begin. */
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

  /** Copies all bytes to the beginning of a buffer. */
  void copy(ByteBuffer to) {
    to.put(0, bytes, 0, at);
  }

  /** A copy of the bytes from {@code start} on. */
  byte[] from(int start) {
    return Arrays.copyOfRange(bytes, start, at);
  }

  /** A reader of the bytes from {@code start} on. */
  NetlinkReader read(int start) {
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    return new NetlinkReader(ByteBuffer.wrap(bytes).order(order)).reset(start, at - start);
  }
}
