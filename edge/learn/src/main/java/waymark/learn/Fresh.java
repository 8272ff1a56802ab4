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
 * Where a file is written before it is whole and takes the place of another: by one writer alone,
 * for a command and the daemon may fetch the same at once, and so may a policy and the one before.
 * What did not take its place is gone when this is closed.
 */
final class Fresh implements AutoCloseable {
  /** Far longer than anybody writes to one: whoever did is gone. */
  private static final Duration LEFT_OVER = Duration.ofHours(1);

  private final Path file;
  private final Path path;

  private Fresh(Path file, Path path) {
    this.file = file;
    this.path = path;
  }

  /** One for that file; its folder is made, and what ended processes left beside it is removed. */
  static Fresh beside(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    removeLeftOvers(file);
    return new Fresh(
        file, file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".new"));
  }

  /** Not there yet. */
  Path path() {
    return path;
  }

  /** Puts what was written in the place of the file, at once. */
  void takePlace() throws IOException {
    Files.move(path, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // It is a left-over.
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
      // They take room and nothing else, and the next writer finds them too.
    }
  }
}
