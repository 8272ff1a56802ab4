package waymark.journal;

/** Numbers of seven bits a byte, the lowest first; small ones are short. */
final class Varint {
  private Varint() {}

  /** Writes a number at an offset, and returns the offset behind it. */
  static int write(long value, byte[] bytes, int offset) {
    long rest = value;
    int at = offset;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  /** Makes small numbers of both signs small. */
  static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
