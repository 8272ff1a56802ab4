package waymark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The blocks of a segment, one by one. What follows the last whole block is ignored: a process may
 * have been killed while it wrote, or is writing now.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW = 64 << 10;

  private final FileChannel channel;
  private final long size;
  private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);

  /** Where the window begins. */
  private long start;

  /** Where the next block begins. */
  private long next;

  private SegmentReader(FileChannel channel) throws IOException {
    this.channel = channel;
    size = channel.size();
  }

  static SegmentReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new SegmentReader(channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** First number, times and count of all rows, of a segment that was completed. */
  Optional<BlockHeader> summary() throws IOException {
    return size < BlockHeader.SIZE
        ? Optional.empty()
        : BlockHeader.read(bytes(size - BlockHeader.SIZE, BlockHeader.SIZE))
            .filter(BlockHeader::summary);
  }

  /** The same, of any segment; empty where it has no row. */
  Optional<BlockHeader> survey() throws IOException {
    Optional<BlockHeader> known = summary();
    if (known.isPresent()) {
      return known;
    }
    SegmentSummary summary = new SegmentSummary();
    for (Optional<BlockHeader> block = next(); block.isPresent(); block = next()) {
      summary.add(block.get());
    }
    return summary.header();
  }

  /** Where the next block begins. */
  long offset() {
    return next;
  }

  /** Goes to the begin of a block. */
  void seek(long offset) {
    next = offset;
  }

  /** The header of the next block; empty at the end. */
  Optional<BlockHeader> next() throws IOException {
    if (next + BlockHeader.SIZE > size) {
      return Optional.empty();
    }
    Optional<BlockHeader> header = BlockHeader.read(bytes(next, BlockHeader.SIZE));
    if (header.isEmpty()
        || header.get().summary()
        || next + BlockHeader.SIZE + header.get().stored() > size) {
      return Optional.empty();
    }
    next += BlockHeader.SIZE + header.get().stored();
    return header;
  }

  /**
   * The rows of the block whose header was read last.
   *
   * @param rows takes them
   * @return their length; 0 where the block is damaged
   */
  int rows(BlockHeader header, byte[] rows) throws IOException {
    return Block.read(header, bytes(next - header.stored(), header.stored()), rows);
  }

  /** Bytes of the file, as many as there are. */
  private ByteBuffer bytes(long from, int length) throws IOException {
    if (from < start || from + length > start + window.limit()) {
      int wanted = Math.max(length, WINDOW);
      window = wanted > window.capacity() ? ByteBuffer.allocate(wanted) : window.clear();
      start = from;
      int read;
      do {
        read = channel.read(window, start + window.position());
      } while (read > 0 && window.hasRemaining());
      window.flip();
    }
    int offset = (int) (from - start);
    return window.slice(offset, Math.clamp(window.limit() - (long) offset, 0, length));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
