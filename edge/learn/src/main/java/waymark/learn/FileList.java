package waymark.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A list in a file, read again when the file is another or was written to. Refreshed by one thread;
 * its content may be asked for by any.
 */
public final class FileList implements NamedList {
  /** Bytes that a list may have, wherever it comes from. */
  public static final long LARGEST = 64L << 20;

  private static final Duration EVERY = Duration.ofSeconds(5);

  private final String name;
  private final ListFormat format;
  private final Path file;
  private volatile Optional<ListContent> content = Optional.empty();
  private volatile Optional<Version> seen = Optional.empty();

  /** What tells one version of a file from another, without reading it. */
  private record Version(Instant modified, long size, Object inode) {}

  /** The list in the file, which may come later. */
  public FileList(String name, ListFormat format, Path file) {
    this.name = name;
    this.format = format;
    this.file = file;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public Instant refreshed() {
    return Instant.MIN;
  }

  @Override
  public ListContent content() {
    Optional<ListContent> known = content;
    if (known.isPresent()) {
      return known.get();
    }
    // Noted before reading: what is written meanwhile is another version.
    seen = Optional.of(version());
    ListContent read = read();
    content = Optional.of(read);
    return read;
  }

  /** {@inheritDoc} A version that cannot be used is told of once, not each time. */
  @Override
  public boolean refresh() {
    Version now = version();
    if (seen.isPresent() && seen.get().equals(now)) {
      return false;
    }
    seen = Optional.of(now);
    ListContent read = read();
    boolean changed = content.isEmpty() || !content.get().equals(read);
    content = Optional.of(read);
    return changed;
  }

  private Version version() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(
          attributes.lastModifiedTime().toInstant(),
          attributes.size(),
          Objects.requireNonNullElse(attributes.fileKey(), ""));
    } catch (NoSuchFileException e) {
      throw new LearnException("list '" + name + "': there is no file " + file, e);
    } catch (IOException e) {
      throw new LearnException("list '" + name + "': cannot read " + file + ": " + e, e);
    }
  }

  private ListContent read() {
    try {
      if (Files.size(file) > LARGEST) {
        throw new LearnException("it has more than 64 MiB");
      }
      return format.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new LearnException("list '" + name + "': cannot read " + file + ": " + e, e);
    } catch (LearnException e) {
      throw new LearnException(
          "list '" + name + "': " + file + " as " + format + ": " + e.reason(), e);
    }
  }
}
