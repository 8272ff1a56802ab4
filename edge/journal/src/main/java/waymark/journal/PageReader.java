package waymark.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gathers the rows of a page from one segment after the other. */
final class PageReader {
  private final RowMatcher matcher;
  private final int limit;
  private final long deadline;
  private final List<KeptRow> rows = new ArrayList<>();
  private final RowDecoder decoder = new RowDecoder();

  /** The rows of a block; made for the first one, because a page often reads none. */
  private byte[] raw = {};

  /** The number of the last row that was looked at. */
  private long last;

  private boolean full;

  /**
   * A page without rows.
   *
   * @param after only rows of greater numbers
   * @param deadline no block is read later, in nanoseconds; one is read in any case
   */
  PageReader(RowMatcher matcher, long after, int limit, long deadline) {
    this.matcher = matcher;
    last = after;
    this.limit = limit;
    this.deadline = deadline;
  }

  long last() {
    return last;
  }

  boolean isFull() {
    return full;
  }

  void read(SegmentReader segment) throws IOException {
    Optional<BlockHeader> summary = segment.summary();
    if (summary.isPresent() && !matcher.mayBeIn(summary.get())) {
      last = Math.max(last, summary.get().last());
      return;
    }
    for (Optional<BlockHeader> block = segment.next();
        block.isPresent() && !full;
        block = segment.next()) {
      read(segment, block.get());
    }
  }

  private void read(SegmentReader segment, BlockHeader block) throws IOException {
    if (block.last() <= last) {
      return;
    }
    if (matcher.mayBeIn(block)) {
      if (raw.length < block.raw()) {
        raw = new byte[block.raw()];
      }
      int length = segment.rows(block, raw);
      try {
        read(block, length);
      } catch (IndexOutOfBoundsException e) {
        // A version that writes rows in another way; the next block may be of ours.
      }
    }
    if (!full) {
      last = block.last();
      full = System.nanoTime() - deadline >= 0;
    }
  }

  private void read(BlockHeader block, int length) {
    decoder.at(raw, 0, length);
    long number = block.first();
    long millis = 0;
    for (int at = 0; at < length && !full; number++) {
      decoder.at(raw, at, length - at);
      millis += Varint.unzigzag(decoder.varint());
      int size = (int) decoder.varint();
      at = decoder.offset() + size;
      if (number > last) {
        last = number;
        if (matcher.mayMatch(raw, at - size, size)) {
          take(decoder.at(raw, at - size, size).row(number, millis));
        }
      }
    }
  }

  private void take(KeptRow row) {
    Optional<KeptRow> wanted = matcher.match(row);
    wanted.ifPresent(rows::add);
    full = rows.size() >= limit;
  }

  JournalReader.Page page(Optional<Instant> begins) {
    return new JournalReader.Page(rows, last, full, begins);
  }
}
