package waymark.learn;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/**
 * A list from a URL. Its last good version is kept on disk, so that neither a restart nor a server
 * that is away takes anything from it. Refreshed by one thread; its content may be asked for by
 * any.
 */
public final class UrlList implements NamedList {
  /** A version with less than a tenth of the entries is more likely a fault than the truth. */
  private static final int SHRINK = 10;

  private final String name;
  private final ListFormat format;
  private final URI uri;
  private final Duration every;
  private final Path file;
  private final Download download;
  private final InstantSource clock;
  private final Memory memory;
  private volatile Optional<ListContent> content = Optional.empty();

  /**
   * The list at the URL; nothing is fetched yet.
   *
   * @param every how long a version is good for
   * @param folder where last good versions are kept; made when it is not there
   */
  public UrlList(
      String name,
      ListFormat format,
      URI uri,
      Duration every,
      Path folder,
      Download download,
      InstantSource clock) {
    this(name, format, uri, every, folder, download, clock, Memory.OF_PROCESS);
  }

  UrlList(
      String name,
      ListFormat format,
      URI uri,
      Duration every,
      Path folder,
      Download download,
      InstantSource clock,
      Memory memory) {
    this.memory = memory;
    this.name = name;
    this.format = format;
    this.uri = uri;
    this.every = every;
    this.file = KeptList.file(folder, name);
    this.download = download;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public Instant refreshed() {
    return kept().map(KeptList::fetched).orElse(Instant.MIN);
  }

  @Override
  public ListContent content() {
    Optional<ListContent> known = content;
    if (known.isPresent()) {
      return known.get();
    }
    Optional<KeptList> kept = kept();
    if (kept.isEmpty()) {
      throw new LearnException(
          title() + " was not fetched yet from " + Download.shown(uri) + ": it comes when it is");
    }
    ListContent read = read(kept.get().bytes());
    content = Optional.of(read);
    return read;
  }

  @Override
  public boolean refresh() {
    Optional<KeptList> kept = kept();
    try (Fresh fresh = Fresh.beside(file)) {
      Stamp known = kept.map(KeptList::stamp).orElse(Stamp.NONE);
      return switch (download.fetch(uri, known, fresh.path(), FileList.LARGEST)) {
        case Download.Answer.Fetched(Stamp stamp) -> take(kept, read(fresh.path()), stamp);
        case Download.Answer.NotModified _ -> {
          if (kept.isEmpty()) {
            throw new LearnException(Download.shown(uri) + " says that nothing has changed");
          }
          keep(kept.get().bytes(), kept.get().stamp(), kept.get().entries());
          yield false;
        }
        case Download.Answer.Absent(int status) ->
            throw new LearnException(
                "cannot fetch " + Download.shown(uri) + ": the server answered " + status);
      };
    } catch (IOException e) {
      throw new LearnException(title() + ": cannot keep it as " + file + ": " + e, e);
    } catch (LearnException e) {
      throw new LearnException(title() + ": " + e.reason(), e);
    }
  }

  private byte[] read(Path fresh) throws IOException {
    try {
      memory.requireList(Files.size(fresh));
      return Files.readAllBytes(fresh);
    } catch (LearnException e) {
      throw refused(e.reason());
    }
  }

  private boolean take(Optional<KeptList> kept, byte[] bytes, Stamp stamp) {
    if (kept.isPresent() && Arrays.equals(kept.get().bytes(), bytes)) {
      keep(bytes, stamp, kept.get().entries());
      return false;
    }
    ListContent read = read(bytes);
    if (read.isEmpty()) {
      throw refused("it is empty");
    }
    int before = kept.map(KeptList::entries).orElse(0);
    if (read.size() < before / SHRINK) {
      throw refused(
          "it went from "
              + before
              + " entries to "
              + read.size()
              + "; if that is right, remove "
              + file);
    }
    keep(bytes, stamp, read.size());
    boolean changed = content.isEmpty() || !content.get().equals(read);
    content = Optional.of(read);
    return changed;
  }

  private LearnException refused(String why) {
    return new LearnException("what " + Download.shown(uri) + " gave is not taken: " + why);
  }

  private ListContent read(byte[] bytes) {
    try {
      return format.read(bytes);
    } catch (LearnException e) {
      throw refused("as " + format + ": " + e.reason());
    }
  }

  private void keep(byte[] bytes, Stamp stamp, int entries) {
    new KeptList(source(), stamp, clock.instant(), entries, bytes).write(file);
  }

  private Optional<KeptList> kept() {
    return KeptList.read(file).filter(version -> version.isOf(source()));
  }

  @Override
  public Optional<ListContent> last() {
    return KeptList.lastOf(file);
  }

  /** In one line: neither has a line end. */
  private String source() {
    return format + " " + uri;
  }
}
