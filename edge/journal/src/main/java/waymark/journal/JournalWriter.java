package waymark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers rows in a block, and appends full or old ones to the segment. While the disk refuses
 * them, rows are counted and lost, and the next block tries again after a pause. Owned by the
 * journal's thread.
 */
final class JournalWriter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

  private final JournalFolder folder;
  private final InstantSource clock;
  private final Pace pace;
  private final Block block = new Block();
  private final RowDecoder decoder = new RowDecoder();
  private final RowEncoder hashing = new RowEncoder();
  private JournalSettings settings;
  private Optional<Pseudonyms> pseudonyms = Optional.empty();
  private Optional<Segments> segments = Optional.empty();
  private Optional<SegmentWriter> segment = Optional.empty();

  /** The number of the last row that was written. */
  private long last;

  /** When the block was begun, in nanoseconds. */
  private long begun;

  private long rows;
  private long lost;
  private String fault = "";
  private long retryAt;

  /**
   * How quickly things are done, in milliseconds.
   *
   * @param flush the longest that a row waits in memory
   * @param retry the pause after the disk refused a block
   */
  record Pace(long flush, long retry) {
    static final Pace USUAL = new Pace(5_000, 10_000);
  }

  JournalWriter(JournalFolder folder, JournalSettings settings, InstantSource clock, Pace pace) {
    this.folder = folder;
    this.settings = settings;
    this.clock = clock;
    this.pace = pace;
  }

  /** From now on keeps what these say, and no more. */
  void use(JournalSettings settings) {
    if (!this.settings.equals(settings)) {
      this.settings = settings;
      trim();
    }
  }

  /** Takes a row from a queue. */
  void take(long millis, byte[] row, int length) {
    if (isPaused()) {
      lost++;
      return;
    }
    if (block.isEmpty()) {
      begun = System.nanoTime();
    }
    if (settings.mode() == JournalSettings.Mode.HASHED) {
      addHashed(millis, row, length);
    } else {
      block.add(millis, row, length);
    }
    if (block.isFull()) {
      write();
    }
  }

  private void addHashed(long millis, byte[] row, int length) {
    try {
      if (pseudonyms.isEmpty()) {
        pseudonyms = Optional.of(Pseudonyms.open(folder.key()));
      }
      hashing.hash(decoder.at(row, 0, length), pseudonyms.get());
      block.add(millis, hashing.bytes(), hashing.size());
    } catch (IOException e) {
      lost++;
      fail(e);
    }
  }

  private boolean isPaused() {
    return !fault.isEmpty() && System.nanoTime() - retryAt < 0;
  }

  /** Writes rows that have waited long enough, or all. */
  void flush(boolean all) {
    boolean old = System.nanoTime() - begun >= pace.flush() * 1_000_000;
    if (!block.isEmpty() && (all || old)) {
      write();
    }
  }

  /** Deletes what is too old, whether rows come or not. */
  void trim() {
    try {
      Segments complete = segments();
      long now = clock.millis();
      if (segment.isPresent() && (!settings.isOn() || isOld(segment.get(), now))) {
        complete();
      }
      if (!settings.isOn()) {
        fault = "";
      }
      long open = segment.map(SegmentWriter::size).orElse(0L);
      complete.trim(settings.bytes() - open, settings.oldest(now));
    } catch (IOException e) {
      fail(e);
    }
  }

  private boolean isOld(SegmentWriter open, long now) {
    return now - open.began() >= settings.segmentMillis();
  }

  private void write() {
    try {
      append(segments());
      last += block.rows();
      rows += block.rows();
      if (!fault.isEmpty()) {
        log.info("The journal is written again; {} rows are missing", lost);
        fault = "";
      }
    } catch (IOException | RuntimeException e) {
      // Whatever it is, the next block must have room.
      lost += block.rows();
      segment.ifPresent(SegmentWriter::abandon);
      segment = Optional.empty();
      segments = Optional.empty();
      fail(e);
    }
    block.clear();
  }

  private void append(Segments complete) throws IOException {
    ByteBuffer written = block.written(last + 1);
    long now = clock.millis();
    if (segment.isPresent()
        && (segment.get().size() >= settings.segmentBytes()
            || isOld(segment.get(), now)
            || !segment.get().isThere())) {
      complete();
    }
    long open = segment.map(SegmentWriter::size).orElse(0L) + written.remaining();
    complete.trim(settings.bytes() - open, settings.oldest(now));
    if (segment.isEmpty()) {
      folder.create();
      segment = Optional.of(SegmentWriter.create(complete.file(last + 1), block.from()));
    }
    segment.get().append(written, block.rows(), last + 1, block.from(), block.until());
  }

  /** What is there already; looked at once, and again after a fault. */
  private Segments segments() throws IOException {
    if (segments.isEmpty()) {
      segments = Optional.of(Segments.open(folder.path()));
      last = Math.max(last, segments.get().last());
    }
    return segments.get();
  }

  private void complete() throws IOException {
    SegmentWriter done = segment.orElseThrow();
    segment = Optional.empty();
    done.close();
    segments().add(done.file(), done.began(), done.size() + BlockHeader.SIZE);
  }

  private void fail(Exception e) {
    if (fault.isEmpty()) {
      log.warn(
          "The journal in {} cannot be written, and pauses; the daemon goes on: {}",
          folder.path(),
          e.toString());
    }
    fault = e.toString();
    retryAt = System.nanoTime() + pace.retry() * 1_000_000;
  }

  /**
   * Its state.
   *
   * @param unheard rows that found their queue full
   */
  JournalFigures figures(long unheard) {
    long open = segment.map(SegmentWriter::size).orElse(0L);
    Optional<Long> from =
        segments.flatMap(Segments::from).or(() -> segment.map(SegmentWriter::began));
    return new JournalFigures(
        settings.mode(),
        rows,
        lost + unheard,
        segments.map(Segments::bytes).orElse(0L) + open,
        from,
        fault);
  }

  /** Whether rows wait in memory. */
  boolean isWaiting() {
    return !block.isEmpty();
  }

  @Override
  public void close() {
    flush(true);
    try {
      if (segment.isPresent()) {
        complete();
      }
    } catch (IOException e) {
      log.warn(
          "The last segment of the journal has no end, which costs time to read: {}", e.toString());
    }
    block.close();
  }
}
