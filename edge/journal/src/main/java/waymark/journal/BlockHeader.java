package waymark.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The 48 bytes in front of a block: magic, two lengths, how many rows, the first number, the times
 * of the first and the last row, and two checksums. At the end of a whole segment there is one more
 * that has no block: the summary of all.
 *
 * @param summary whether it is that of a segment
 * @param stored the length of the block as it is stored
 * @param raw the length of its rows
 * @param first the number of the first row
 * @param from the earliest time of a row, in milliseconds since the epoch
 * @param until the latest
 * @param check the checksum of the block as it is stored
 */
record BlockHeader(
    boolean summary, int stored, int raw, int rows, long first, long from, long until, int check) {
  static final int SIZE = 48;

  /** No block is longer, stored or raw. */
  static final int LONGEST = 1 << 20;

  private static final int BLOCK = 0x574d6a31;
  private static final int SUMMARY = 0x574d6a53;
  private static final int CHECKED = SIZE - 4;

  void write(ByteBuffer to) {
    int start = to.position();
    to.putInt(summary ? SUMMARY : BLOCK).putInt(stored).putInt(raw).putInt(rows);
    to.putLong(first).putLong(from).putLong(until).putInt(check);
    to.putInt(checksum(to.duplicate().position(start).limit(start + CHECKED)));
  }

  /** Reads a header; empty where there is none. */
  static Optional<BlockHeader> read(ByteBuffer bytes) {
    int start = bytes.position();
    if (bytes.remaining() < SIZE
        || bytes.getInt(start + CHECKED) != checksum(bytes.duplicate().limit(start + CHECKED))) {
      return Optional.empty();
    }
    int magic = bytes.getInt(start);
    BlockHeader header =
        new BlockHeader(
            magic == SUMMARY,
            bytes.getInt(start + 4),
            bytes.getInt(start + 8),
            bytes.getInt(start + 12),
            bytes.getLong(start + 16),
            bytes.getLong(start + 24),
            bytes.getLong(start + 32),
            bytes.getInt(start + 40));
    boolean known = magic == SUMMARY || magic == BLOCK;
    return known && header.isSane() ? Optional.of(header) : Optional.empty();
  }

  private boolean isSane() {
    return stored >= 0 && stored <= LONGEST && raw >= 0 && raw <= LONGEST && rows >= 0;
  }

  static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /** The number of the last row. */
  long last() {
    return first + rows - 1;
  }
}
