package waymark.learn;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import waymark.policy.Network;

/**
 * The areas that rules use of the country file, read again whenever the file changes. A file that
 * cannot be read, or lacks an area of the previous version, is rejected.
 */
public final class CountryFile implements Refreshable {
  private final Path path;
  private final boolean fetched;
  private final Set<String> codes = new TreeSet<>();
  private final Set<Long> numbers = new TreeSet<>();
  private final FileContent<Areas> content;

  /** The networks of the wanted areas; empty for areas that the file does not have. */
  record Areas(Map<String, List<Network>> countries, Map<Long, List<Network>> systems) {
    static final Areas NONE = new Areas(Map.of(), Map.of());

    /** The areas that this version has and another one lacks. */
    List<String> beyond(Areas other) {
      List<String> names = new ArrayList<>();
      countries.forEach(
          (code, networks) -> {
            if (!networks.isEmpty() && other.countries.getOrDefault(code, List.of()).isEmpty()) {
              names.add(code);
            }
          });
      systems.forEach(
          (number, networks) -> {
            if (!networks.isEmpty() && other.systems.getOrDefault(number, List.of()).isEmpty()) {
              names.add("AS" + number);
            }
          });
      return names;
    }
  }

  /**
   * A country file that rules use.
   *
   * @param path the file, which may be missing as long as no rule wants it
   * @param wanted what the rules want
   * @param fetched whether Waymark fetches the file where there is none
   */
  public CountryFile(Path path, Collection<Wanted> wanted, boolean fetched) {
    this.path = path;
    this.fetched = fetched;
    for (Wanted one : wanted) {
      codes.addAll(one.countries());
      numbers.addAll(one.systems());
    }
    content = new FileContent<>("", path, this::read);
  }

  /**
   * The wanted areas that the last good version lacks; the first call reads it.
   *
   * @throws LearnException when there is none yet
   */
  public List<String> lacking() {
    Areas read = areas();
    List<String> lacking = new ArrayList<>();
    codes.stream()
        .filter(code -> read.countries().getOrDefault(code, List.of()).isEmpty())
        .forEach(lacking::add);
    numbers.stream()
        .filter(number -> read.systems().getOrDefault(number, List.of()).isEmpty())
        .forEach(number -> lacking.add("AS" + number));
    return lacking;
  }

  /** Whether the file does not exist yet, and Waymark fetches it. */
  public boolean isAwaited() {
    return fetched && !Files.exists(path);
  }

  /** Whether any rule wants an area of the file. */
  public boolean isWanted() {
    return !codes.isEmpty() || !numbers.isEmpty();
  }

  /** The number of networks that rules take from the last good version. */
  public int size() {
    return content
        .known()
        .map(areas -> count(areas.countries()) + count(areas.systems()))
        .orElse(0);
  }

  private static int count(Map<?, List<Network>> areas) {
    return areas.values().stream().mapToInt(List::size).sum();
  }

  /** When the last good version was written; empty if there was none. */
  public Optional<Instant> modified() {
    return content.modified();
  }

  @Override
  public String fault() {
    return content.fault();
  }

  Path path() {
    return path;
  }

  @Override
  public String title() {
    return "country file " + path;
  }

  @Override
  public Duration every() {
    return FileList.EVERY;
  }

  @Override
  public Instant refreshed() {
    return Instant.MIN;
  }

  /** {@inheritDoc} A version that cannot be used is reported once. */
  @Override
  public boolean refresh() {
    return isWanted() && content.refresh();
  }

  @Override
  public boolean isGood() {
    return content.isGood();
  }

  /**
   * The areas of the last good version, which the first call reads.
   *
   * @throws LearnException when there is none yet
   */
  Areas areas() {
    return isWanted() ? content.now() : Areas.NONE;
  }

  private Areas read(Optional<Areas> before) {
    CountryDatabase database = CountryDatabase.open(path);
    Areas read =
        new Areas(
            codes.isEmpty() ? Map.of() : database.networks(codes),
            numbers.isEmpty() ? Map.of() : database.systems(numbers));
    List<String> lost = before.orElse(Areas.NONE).beyond(read);
    if (!lost.isEmpty()) {
      throw new LearnException(
          path
              + " is rejected: it has no networks of "
              + String.join(", ", lost)
              + ", unlike the previous version");
    }
    return read;
  }
}
