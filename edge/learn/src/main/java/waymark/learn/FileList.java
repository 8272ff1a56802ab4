package waymark.learn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A list in a file, read again when the file is another or was written to. */
public final class FileList implements NamedList {
  /** Bytes that a list may have, wherever it comes from. */
  public static final long LARGEST = 64L << 20;

  /** How often a file is looked at. */
  static final Duration EVERY = Duration.ofSeconds(5);

  private final String name;
  private final ListFormat format;
  private final Path file;
  private final FileContent<ListContent> content;

  /** The list in the file, which may come later. */
  public FileList(String name, ListFormat format, Path file) {
    this.name = name;
    this.format = format;
    this.file = file;
    content = new FileContent<>("list '" + name + "': ", file, _ -> read());
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
    return content.now();
  }

  /** {@inheritDoc} A version that cannot be used is told of once, not each time. */
  @Override
  public boolean refresh() {
    return content.refresh();
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
