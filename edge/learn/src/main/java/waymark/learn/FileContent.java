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
 * What a file says, read again when the file is another or was written to; its last good version
 * stays. Refreshed by one thread; its content may be asked for by any.
 */
final class FileContent<T> {
  private final String owner;
  private final Path file;
  private final Function<Optional<T>, T> reader;
  private volatile Optional<T> content = Optional.empty();
  private volatile Version seen = Version.UNREAD;
  private volatile boolean good;

  /** What tells one version of a file from another, without reading it. */
  private record Version(Instant modified, long size, Object inode) {
    static final Version UNREAD = new Version(Instant.MIN, -1, "");
    static final Version ABSENT = new Version(Instant.MIN, -2, "");
  }

  /**
   * @param owner begins the message when there is no file: {@code list 'ads': }
   * @param reader of the file; it is told what the last good version said, and throws {@link
   *     LearnException} when this one cannot be used
   */
  FileContent(String owner, Path file, Function<Optional<T>, T> reader) {
    this.owner = owner;
    this.file = file;
    this.reader = reader;
  }

  /**
   * The last good version; read at the first call.
   *
   * @throws LearnException when there is none yet
   */
  T now() {
    Optional<T> known = content;
    if (known.isPresent()) {
      return known.get();
    }
    // Noted before reading: what is written meanwhile is another version.
    seen = version();
    return read();
  }

  /** Whether the version seen last is good. */
  boolean isGood() {
    return good;
  }

  /** The last good version, if there was one; reads nothing. */
  Optional<T> known() {
    return content;
  }

  /**
   * Reads the file if it is another than at the last look.
   *
   * @return whether it says something else
   * @throws LearnException when it cannot be used; of each version that is told once
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
    if (seen.equals(Version.ABSENT)) {
      throw new LearnException(owner + "there is no file " + file);
    }
    T read = reader.apply(content);
    content = Optional.of(read);
    good = true;
    return read;
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
