package waymark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** The segment that is being written: blocks are appended, each with one write. */
final class SegmentWriter implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final SegmentSummary summary = new SegmentSummary();
  private final long began;
  private long size;

  private SegmentWriter(Path file, FileChannel channel, long began) {
    this.file = file;
    this.channel = channel;
    this.began = began;
  }

  /**
   * Begins a segment.
   *
   * @param began the time of its first row
   */
  static SegmentWriter create(Path file, long began) throws IOException {
    return new SegmentWriter(
        file,
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.FILE),
        began);
  }

  Path file() {
    return file;
  }

  long began() {
    return began;
  }

  long size() {
    return size;
  }

  /** Appends a block; after a failure the segment takes no more. */
  void append(ByteBuffer written, int rows, long first, long from, long until) throws IOException {
    int length = written.remaining();
    write(written);
    size += length;
    summary.add(rows, first, from, until);
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Whether the file is where it was: somebody may have deleted the journal. */
  boolean isThere() {
    return Files.exists(file);
  }

  /** Gives up after a failure: what was written whole stays. */
  void abandon() {
    try (channel) {
      channel.truncate(size);
      if (size == 0) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // A reader ignores what is not whole.
    }
  }

  /** Completes the segment with its summary. */
  @Override
  public void close() throws IOException {
    try (channel) {
      if (!summary.isEmpty()) {
        ByteBuffer end = ByteBuffer.allocate(BlockHeader.SIZE);
        summary.header().orElseThrow().write(end);
        write(end.flip());
      }
    }
  }
}
