package waymark.learn;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A temporary file that replaces another one when it is complete. It has a single writer, because a
 * command and the daemon, or a policy and its predecessor, may fetch the same file at once. Closing
 * deletes it if it was not put in place.
 */
final class Fresh implements AutoCloseable {
  /** Far longer than a download takes: the writer of an older file is gone. */
  private static final Duration LEFT_OVER = Duration.ofHours(1);

  private final Path file;
  private final Path path;

  private Fresh(Path file, Path path) {
    this.file = file;
    this.path = path;
  }

  /**
   * A temporary file for a file, whose folder is created; leftovers of dead processes are deleted.
   */
  static Fresh beside(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    removeLeftOvers(file);
    return new Fresh(
        file, file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new"));
  }

  /** The path, where no file exists yet. */
  Path path() {
    return path;
  }

  /** Replaces the file atomically. */
  void takePlace() throws IOException {
    Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It stays as a leftover.
    }
  }

  private static void removeLeftOvers(Path file) {
    Pattern fresh = Pattern.compile(Pattern.quote(file.getFileName() + ".") + "[0-9a-f-]+\\.new");
    Instant longAgo = Instant.now().minus(LEFT_OVER);
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(
            file.toAbsolutePath().getParent(),
            other -> fresh.matcher(other.getFileName().toString()).matches())) {
      for (Path other : others) {
        if (Files.getLastModifiedTime(other).toInstant().isBefore(longAgo)) {
          Files.deleteIfExists(other);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Leftovers only take space, and the next writer finds them too.
    }
  }
}
