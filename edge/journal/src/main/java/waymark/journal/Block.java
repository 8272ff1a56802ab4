package waymark.journal;

import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Rows that are gathered, and then compressed and written together. Owned by one thread. */
final class Block implements AutoCloseable {
  /** A block of so many bytes is full: larger ones compress hardly better. */
  static final int FULL = 64 << 10;

  /** A fifth of the time of the usual level, for a tenth more bytes. */
  private static final int LEVEL = 3;

  private final byte[] raw = new byte[FULL + RowEncoder.LONGEST + 32];
  private final ByteBuffer stored = ByteBuffer.allocate(BlockHeader.SIZE + 2 * raw.length);
  private final Deflater deflater = new Deflater(LEVEL, true);
  private int size;
  private int rows;
  private long from;
  private long until;

  /** The time of the row before. */
  private long previous;

  boolean isEmpty() {
    return rows == 0;
  }

  boolean isFull() {
    return size >= FULL;
  }

  int rows() {
    return rows;
  }

  /** The earliest time of a row. */
  long from() {
    return from;
  }

  long until() {
    return until;
  }

  void add(long millis, byte[] row, int length) {
    from = rows == 0 ? millis : Math.min(from, millis);
    until = rows == 0 ? millis : Math.max(until, millis);
    size = Varint.write(Varint.zigzag(millis - previous), raw, size);
    size = Varint.write(length, raw, size);
    System.arraycopy(row, 0, raw, size, length);
    size += length;
    previous = millis;
    rows++;
  }

  /**
   * The block as it is written, header and all; valid until the next call.
   *
   * @param first the number of its first row
   */
  ByteBuffer written(long first) {
    deflater.reset();
    deflater.setInput(raw, 0, size);
    deflater.finish();
    int length =
        deflater.deflate(stored.array(), BlockHeader.SIZE, stored.capacity() - BlockHeader.SIZE);
    stored.clear();
    int check = BlockHeader.checksum(stored.slice(BlockHeader.SIZE, length));
    new BlockHeader(false, length, size, rows, first, from, until, check).write(stored);
    return stored.position(0).limit(BlockHeader.SIZE + length);
  }

  void clear() {
    size = 0;
    rows = 0;
    previous = 0;
  }

  /**
   * The rows of a block that was read.
   *
   * @return how many bytes are intact: all, or none
   */
  static int read(BlockHeader header, ByteBuffer stored, byte[] rows) {
    if (BlockHeader.checksum(stored.duplicate()) != header.check()) {
      return 0;
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(stored);
      return inflater.inflate(rows, 0, header.raw()) == header.raw() ? header.raw() : 0;
    } catch (DataFormatException e) {
      return 0;
    } finally {
      inflater.end();
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
