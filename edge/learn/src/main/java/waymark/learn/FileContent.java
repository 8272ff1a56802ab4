package waymark.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The content of a file, read again when the file is replaced or changed; the last good version
 * stays in use. One thread refreshes it; any thread may read the content.
 */
final class FileContent<T> {
  private final String owner;
  private final Path file;
  private final Function<Optional<T>, T> reader;
  private volatile Optional<T> content = Optional.empty();
  private volatile Version seen = Version.UNREAD;
  private volatile boolean good;
  private volatile String fault = "";
  private volatile Optional<Instant> modified = Optional.empty();

  /** Identifies a version of a file without reading it. */
  private record Version(Instant modified, long size, Object inode) {
    static final Version UNREAD = new Version(Instant.MIN, -1, "");
    static final Version ABSENT = new Version(Instant.MIN, -2, "");
  }

  /**
   * @param owner the beginning of messages about a missing file: {@code list 'ads': }
   * @param reader reads the file, given the last good version, and throws {@link LearnException}
   *     when the new version cannot be used
   */
  FileContent(String owner, Path file, Function<Optional<T>, T> reader) {
    this.owner = owner;
    this.file = file;
    this.reader = reader;
  }

  /**
   * The last good version, which the first call reads.
   *
   * @throws LearnException when there is none yet
   */
  T now() {
    Optional<T> known = content;
    if (known.isPresent()) {
      return known.get();
    }
    // Taken before reading: a write in the meantime makes another version.
    seen = version();
    return read();
  }

  /** Whether the last version is good. */
  boolean isGood() {
    return good;
  }

  /** Why the last version is not good; empty when it is, or has not been read yet. */
  String fault() {
    return fault;
  }

  /** When the last good version was written; empty if there was none. */
  Optional<Instant> modified() {
    return modified;
  }

  /** The last good version, if there was one; does not read the file. */
  Optional<T> known() {
    return content;
  }

  /**
   * Reads the file if it has changed.
   *
   * @return whether the content has changed
   * @throws LearnException when the version cannot be used; once per version
   */
  boolean refresh() {
    Version now = version();
    if (seen.equals(now)) {
      return false;
    }
    seen = now;
    Optional<T> before = content;
    T read = read();
    return before.isEmpty() || !before.get().equals(read);
  }

  private T read() {
    good = false;
    try {
      if (seen.equals(Version.ABSENT)) {
        throw new LearnException(owner + "there is no file " + file);
      }
      T read = reader.apply(content);
      content = Optional.of(read);
      modified = Optional.of(seen.modified());
      fault = "";
      good = true;
      return read;
    } catch (LearnException e) {
      fault = e.reason();
      throw e;
    }
  }

  private Version version() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(
          attributes.lastModifiedTime().toInstant(),
          attributes.size(),
          Objects.requireNonNullElse(attributes.fileKey(), ""));
    } catch (NoSuchFileException e) {
      return Version.ABSENT;
    } catch (IOException e) {
      throw new LearnException(owner + "cannot read " + file + ": " + e, e);
    }
  }
}
