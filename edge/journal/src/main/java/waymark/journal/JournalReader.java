package waymark.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads a journal, a page at a time, while it is written or not. By any thread. */
public final class JournalReader {
  private final JournalFolder folder;

  /** Where the last page ended that read everything: who follows the journal goes on there. */
  private volatile Mark mark = new Mark(Path.of(""), 0, 0);

  /**
   * The end of a block.
   *
   * @param last the number of its last row
   * @param end its offset in the file
   */
  record Mark(Path file, long last, long end) {}

  /**
   * A page of rows.
   *
   * @param rows in the order in which they were written
   * @param last the number after which the next page goes on
   * @param more whether there may be more rows
   * @param begins the time of the oldest row that is kept
   */
  public record Page(List<KeptRow> rows, long last, boolean more, Optional<Instant> begins) {
    public Page {
      rows = List.copyOf(rows);
    }
  }

  JournalReader(JournalFolder folder) {
    this.folder = folder;
  }

  /** Reads the journal below a folder that no daemon uses. */
  public static JournalReader of(Path state) {
    return new JournalReader(new JournalFolder(state));
  }

  /** Whether there is a journal, with rows or not. */
  public boolean exists() {
    return Files.isDirectory(folder.path());
  }

  /**
   * Reads the rows that a filter wants.
   *
   * @param after only rows of greater numbers; {@link Long#MAX_VALUE}: none, but where they end
   * @param limit the most rows
   * @param patience the page ends after this time
   * @throws JournalException when the files cannot be read
   */
  public Page read(RowFilter filter, long after, int limit, Duration patience) {
    if (after == Long.MAX_VALUE) {
      return new Page(List.of(), last(), false, Optional.empty());
    }
    RowMatcher matcher = new RowMatcher(filter, Pseudonyms.read(folder.key()));
    PageReader page = new PageReader(matcher, after, limit, System.nanoTime() + patience.toNanos());
    try {
      List<Path> files = Segments.files(folder.path());
      for (int i = 0; i < files.size() && !page.isFull(); i++) {
        boolean passed = i + 1 < files.size() && Segments.first(files.get(i + 1)) <= after + 1;
        if (!passed) {
          read(files.get(i), after, page);
        }
      }
      return page.page(begins(files));
    } catch (IOException e) {
      throw new JournalException("read", folder.path(), e);
    }
  }

  private void read(Path file, long after, PageReader page) throws IOException {
    Mark known = mark;
    try (SegmentReader segment = SegmentReader.open(file)) {
      if (known.file().equals(file) && known.last() <= after) {
        segment.seek(known.end());
      }
      page.read(segment);
      if (!page.isFull()) {
        mark = new Mark(file, page.last(), segment.offset());
      }
    } catch (NoSuchFileException e) {
      // It was too old, and has just been deleted.
    }
  }

  private static Optional<Instant> begins(List<Path> files) throws IOException {
    for (Path file : files) {
      try (SegmentReader segment = SegmentReader.open(file)) {
        Optional<BlockHeader> first = segment.next();
        if (first.isPresent()) {
          return Optional.of(Instant.ofEpochMilli(first.get().from()));
        }
      } catch (NoSuchFileException e) {
        // Deleted meanwhile; the next one is the oldest.
      }
    }
    return Optional.empty();
  }

  /** The last row that is kept has this number; 0 without rows. */
  public long last() {
    try {
      List<Path> files = Segments.files(folder.path());
      for (Path file : files.reversed()) {
        try (SegmentReader segment = SegmentReader.open(file)) {
          Optional<BlockHeader> survey = segment.survey();
          if (survey.isPresent()) {
            return survey.get().last();
          }
        } catch (NoSuchFileException e) {
          // Deleted meanwhile, and all before it.
        }
      }
      return 0;
    } catch (IOException e) {
      throw new JournalException("read", folder.path(), e);
    }
  }
}
