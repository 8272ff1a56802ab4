package waymark.learn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A list in a file, read again when the file is replaced or changed. A copy of the last good
 * version is kept on disk, for a restart that finds the file missing or malformed.
 */
public final class FileList implements NamedList {
  /** The largest size of a list in bytes, from a file or a URL. */
  public static final long LARGEST = 64L << 20;

  /** The interval between checks of the file. */
  static final Duration EVERY = Duration.ofSeconds(5);

  private final String name;
  private final ListFormat format;
  private final Path file;
  private final Path copy;
  private final Memory memory;
  private final FileContent<ListContent> content;
  private Optional<ListContent> kept = Optional.empty();

  /**
   * A list in a file, which may not exist yet.
   *
   * @param folder the folder for copies of last good versions; created if missing
   */
  public FileList(String name, ListFormat format, Path file, Path folder) {
    this(name, format, file, folder, Memory.OF_PROCESS);
  }

  FileList(String name, ListFormat format, Path file, Path folder, Memory memory) {
    this.memory = memory;
    this.name = name;
    this.format = format;
    this.file = file;
    copy = KeptList.file(folder, name);
    content = new FileContent<>("list '" + name + "': ", file, _ -> read());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String origin() {
    return file.toString();
  }

  @Override
  public ListFormat format() {
    return format;
  }

  @Override
  public Optional<ListVersion> version() {
    return content
        .modified()
        .or(() -> KeptList.timeOf(copy))
        .map(since -> new ListVersion(since, ""));
  }

  @Override
  public String fault() {
    return content.fault();
  }

  @Override
  public boolean isAwaited() {
    return false;
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

  /** {@inheritDoc} A version that cannot be used is reported once. */
  @Override
  public boolean refresh() {
    if (content.refresh()) {
      // The next check saves it: a full disk must not hide that the list has changed.
      return true;
    }
    Optional<ListContent> now = content.known();
    if (now.isPresent() && !now.equals(kept)) {
      keep(now.get());
      kept = now;
    }
    return false;
  }

  @Override
  public boolean isGood() {
    return content.isGood();
  }

  /** The content in the most general format, so that no tag has to be found again. */
  private void keep(ListContent said) {
    StringBuilder text = new StringBuilder();
    said.names().forEach(name -> text.append(name).append('\n'));
    said.networks().forEach(network -> text.append(network).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Optional<KeptList> before = KeptList.read(copy);
    if (before.isEmpty() || !Arrays.equals(before.get().bytes(), bytes)) {
      String source = new ListFormat.Domains() + " " + file.toUri();
      new KeptList(source, Stamp.NONE, Instant.now(), said.size(), bytes).write(copy);
    }
  }

  @Override
  public Optional<ListContent> last() {
    return KeptList.lastOf(copy);
  }

  private ListContent read() {
    try {
      long size = Files.size(file);
      if (size > LARGEST) {
        throw new LearnException("it has more than 64 MiB");
      }
      memory.requireList(size);
      return format.read(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new LearnException("list '" + name + "': cannot read " + file + ": " + e, e);
    } catch (LearnException e) {
      throw new LearnException(
          "list '" + name + "': " + file + " as " + format + ": " + e.reason(), e);
    }
  }
}
