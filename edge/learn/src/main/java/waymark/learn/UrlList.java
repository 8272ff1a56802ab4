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
 * A list from a URL. A copy of the last good version is kept on disk, so that a restart while the
 * server is unreachable loses nothing. One thread refreshes it; any thread may read the content.
 */
public final class UrlList implements NamedList {
  /** A version with less than a tenth of the entries is probably a fault. */
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
   * The version in use.
   *
   * @param digest the digest of its bytes
   */
  private record Said(ListContent content, String digest) {}

  /**
   * A list at a URL, of which nothing is fetched yet.
   *
   * @param every the interval between refreshes
   * @param folder the folder for copies of last good versions; created if missing
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
  public String origin() {
    return Download.shown(uri);
  }

  @Override
  public ListFormat format() {
    return format;
  }

  @Override
  public Optional<ListVersion> version() {
    return kept().map(kept -> new ListVersion(kept.fetched(), kept.stamp().etag()));
  }

  @Override
  public boolean isAwaited() {
    return said.isEmpty() && kept().isEmpty();
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
      throw new LearnException(title() + " has not been fetched yet from " + Download.shown(uri));
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
            throw new LearnException(
                Download.shown(uri) + " answered 'not modified' to a request for any version");
          }
          yield confirm(kept.get(), kept.get().stamp());
        }
        case Download.Answer.Absent(int status) ->
            throw new LearnException(
                "cannot fetch " + Download.shown(uri) + ": the server answered " + status);
      };
    } catch (IOException e) {
      throw new LearnException(title() + ": cannot save it as " + file + ": " + e, e);
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

  /** The version on disk is the newest. */
  private boolean confirm(KeptList kept, Stamp stamp) {
    keep(kept.bytes(), stamp, kept.entries());
    return isBehind(kept) && use(read(kept.bytes()), kept);
  }

  /**
   * Whether the version on disk differs from the one in use: the list of another policy, earlier or
   * on trial, may have fetched it.
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
    return new LearnException("the download from " + Download.shown(uri) + " is rejected: " + why);
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

  /** Format and URL in one line: neither has a line end. */
  private String source() {
    return format + " " + uri;
  }
}
