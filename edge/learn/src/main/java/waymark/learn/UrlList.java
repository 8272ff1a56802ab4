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
  private volatile Optional<Said> said = Optional.empty();

  /**
   * What is in use.
   *
   * @param digest of the version that it was read from
   */
  private record Said(ListContent content, String digest) {}

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
    return kept().filter(kept -> !isBehind(kept)).map(KeptList::fetched).orElse(Instant.MIN);
  }

  @Override
  public ListContent content() {
    Optional<Said> known = said;
    if (known.isPresent()) {
      return known.get().content();
    }
    Optional<KeptList> kept = kept();
    if (kept.isEmpty()) {
      throw new LearnException(
          title() + " was not fetched yet from " + Download.shown(uri) + ": it comes when it is");
    }
    Said first = new Said(read(kept.get().bytes()), kept.get().digest());
    said = Optional.of(first);
    return first.content();
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
          yield confirm(kept.get(), kept.get().stamp());
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
      return confirm(kept.get(), stamp);
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
    return use(read, keep(bytes, stamp, read.size()));
  }

  /** The version that is kept is the newest. */
  private boolean confirm(KeptList kept, Stamp stamp) {
    keep(kept.bytes(), stamp, kept.entries());
    return isBehind(kept) && use(read(kept.bytes()), kept);
  }

  /**
   * Whether another version is in use than the one that is kept: the list of another policy, before
   * this one or on trial, may have fetched it.
   */
  private boolean isBehind(KeptList kept) {
    return said.map(Said::digest).filter(digest -> !digest.equals(kept.digest())).isPresent();
  }

  private boolean use(ListContent read, KeptList version) {
    boolean changed = said.isEmpty() || !said.get().content().equals(read);
    said = Optional.of(new Said(read, version.digest()));
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

  private KeptList keep(byte[] bytes, Stamp stamp, int entries) {
    KeptList version = new KeptList(source(), stamp, clock.instant(), entries, bytes);
    version.write(file);
    return version;
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
