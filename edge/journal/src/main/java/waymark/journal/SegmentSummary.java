package waymark.journal;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Adds up the blocks of a segment. */
final class SegmentSummary {
  private int rows;
  private long first;
  private long from;
  private long until;

  void add(BlockHeader block) {
    add(block.rows(), block.first(), block.from(), block.until());
  }

  void add(int count, long number, long earliest, long latest) {
    first = rows == 0 ? number : first;
    from = rows == 0 ? earliest : Math.min(from, earliest);
    until = rows == 0 ? latest : Math.max(until, latest);
    rows += count;
  }

  boolean isEmpty() {
    return rows == 0;
  }

  Optional<BlockHeader> header() {
    return rows == 0
        ? Optional.empty()
        : Optional.of(
            new BlockHeader(
                true,
                0,
                0,
                rows,
                first,
                from,
                until,
                BlockHeader.checksum(ByteBuffer.allocate(0))));
  }
}
