package waymark.dns;

/** Numbers in network byte order. */
final class BigEndian {
  private BigEndian() {}

  static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  /** The same bits as an int. */
  static int u32(byte[] bytes, int at) {
    return (bytes[at] << 24)
        | ((bytes[at + 1] & 0xff) << 16)
        | ((bytes[at + 2] & 0xff) << 8)
        | (bytes[at + 3] & 0xff);
  }

  /** The same bits as a long. */
  static long u64(byte[] bytes, int at) {
    return ((long) u32(bytes, at) << 32) | (u32(bytes, at + 4) & 0xffff_ffffL);
  }
}
