package waymark.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The complete segments of a journal, the oldest first. The oldest is deleted where all take too
 * much room, or where its first row is too old. Owned by one thread.
 */
final class Segments {
  private static final Pattern NAME = Pattern.compile("([0-9]{19})\\.rows");

  /** A segment that takes no more rows. */
  private record Segment(Path file, long from, long size) {}

  private final Path folder;
  private final Deque<Segment> segments = new ArrayDeque<>();
  private long bytes;
  private long last;

  private Segments(Path folder) {
    this.folder = folder;
  }

  /** Looks at what earlier processes have left. */
  static Segments open(Path folder) throws IOException {
    Segments segments = new Segments(folder);
    for (Path file : files(folder)) {
      try (SegmentReader reader = SegmentReader.open(file)) {
        Optional<BlockHeader> survey = reader.survey();
        if (survey.isPresent()) {
          segments.add(file, survey.get().from(), Files.size(file));
          segments.last = Math.max(segments.last, survey.get().last());
        } else {
          Files.delete(file);
        }
      }
    }
    return segments;
  }

  /** The files of the segments below a folder, the oldest first. */
  static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(folder)) {
      paths
          .filter(file -> NAME.matcher(String.valueOf(file.getFileName())).matches())
          .sorted()
          .forEach(files::add);
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return files;
  }

  /** The number of the first row of a segment, by its name. */
  static long first(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    if (!name.matches()) {
      throw new IllegalArgumentException(file + " is no segment");
    }
    return Long.parseLong(name.group(1));
  }

  /** The file of the segment that begins with the row of that number. */
  Path file(long first) {
    return folder.resolve("%019d.rows".formatted(first));
  }

  /** The number of the last row. */
  long last() {
    return last;
  }

  /** Their size in all. */
  long bytes() {
    return bytes;
  }

  /** The time of the first row; empty where there is none. */
  Optional<Long> from() {
    return segments.isEmpty() ? Optional.empty() : Optional.of(segments.getFirst().from());
  }

  /** Takes in a segment that is complete. */
  void add(Path file, long from, long size) {
    segments.addLast(new Segment(file, from, size));
    bytes += size;
  }

  /**
   * Deletes the oldest.
   *
   * @param most the most bytes that stay
   * @param oldest the time before which no row stays
   */
  void trim(long most, long oldest) throws IOException {
    while (!segments.isEmpty() && (bytes > most || segments.getFirst().from() < oldest)) {
      Files.deleteIfExists(segments.getFirst().file());
      bytes -= segments.removeFirst().size();
    }
  }
}
