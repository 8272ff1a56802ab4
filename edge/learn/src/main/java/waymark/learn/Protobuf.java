package waymark.learn;

import java.nio.charset.StandardCharsets;

/**
 * Reads the fields of a message in Protocol Buffers' wire format one after the other: {@code while
 * (p.next()) switch (p.field()) …}. Unused fields are skipped.
 *
 * <p>Source: protobuf.dev, "Encoding".
 */
final class Protobuf {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int field;
  private int kind;
  private long number;
  private int start;
  private int length;

  private Protobuf(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  static Protobuf of(byte[] bytes) {
    return new Protobuf(bytes, 0, bytes.length);
  }

  /**
   * Goes to the next field.
   *
   * @return false at the end
   * @throws LearnException when the bytes are not a valid message
   */
  boolean next() {
    if (at == end) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    kind = (int) (tag & 7);
    if (tag >>> 3 == 0 || tag >>> 3 > 0x1fffffff) {
      throw broken("field " + (tag >>> 3));
    }
    switch (kind) {
      case VARINT -> number = varint();
      case FIXED64 -> skip(8);
      case FIXED32 -> skip(4);
      case BYTES -> {
        long size = varint();
        if (size < 0 || size > end - at) {
          throw broken("a field of " + Long.toUnsignedString(size) + " bytes");
        }
        start = at;
        length = (int) size;
        at += length;
      }
      default -> throw broken("a field of kind " + kind);
    }
    return true;
  }

  /** The number of the field. */
  int field() {
    return field;
  }

  boolean isNumber() {
    return kind == VARINT;
  }

  boolean isBytes() {
    return kind == BYTES;
  }

  /** The value of a numeric field. */
  long number() {
    return number;
  }

  /** The value of a message field. */
  Protobuf message() {
    return new Protobuf(bytes, start, start + length);
  }

  /** The value of a text field. */
  String text() {
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  /** The length of the field in bytes. */
  int length() {
    return length;
  }

  /** The bytes of the whole message. */
  byte[] whole() {
    return bytes;
  }

  /** Where the field's bytes begin in {@link #whole}. */
  int start() {
    return start;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw broken("an incomplete number");
      }
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw broken("a number of more than ten bytes");
  }

  private void skip(int size) {
    if (size > end - at) {
      throw broken("an incomplete field");
    }
    at += size;
  }

  private LearnException broken(String what) {
    return new LearnException("it is not a .dat file of v2ray: " + what + " at byte " + at);
  }
}
