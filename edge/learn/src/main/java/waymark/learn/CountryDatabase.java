package waymark.learn;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * An MMDB file with the country or the autonomous system of addresses: DB-IP Lite, GeoLite2, their
 * larger editions, or another file with such records. The country is where the address is used
 * ({@code country.iso_code}, or {@code country_code} in a flat record), not where its block is
 * registered.
 *
 * <p>The whole file is in memory as long as this object.
 */
public final class CountryDatabase {
  private final Path path;
  private final MmdbFile file;

  private CountryDatabase(Path path, MmdbFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Reads a file. Its records determine its kind, whatever its declared type.
   *
   * @throws LearnException when the file cannot be read or is not a complete MMDB file
   */
  public static CountryDatabase open(Path path) {
    return new CountryDatabase(path, MmdbFile.read(path));
  }

  /** The declared type of the file: {@code DBIP-Country-Lite}. */
  public String type() {
    return file.type();
  }

  /** The time when the file was built. */
  public Instant built() {
    return file.built();
  }

  /**
   * The networks of countries: for each country the minimal sorted list that covers exactly its
   * addresses; empty for a country that the file does not have.
   *
   * @param codes the countries, in capital letters: {@code NL}
   * @throws LearnException when the file is malformed
   */
  public Map<String, List<Network>> networks(Set<String> codes) {
    return collect(codes, CountryDatabase::country);
  }

  /** The networks of autonomous systems by their numbers, as {@link #networks}. */
  Map<Long, List<Network>> systems(Set<Long> numbers) {
    return collect(numbers, CountryDatabase::system);
  }

  /** The codes of all countries in the file. */
  public Set<String> countries() {
    Set<String> codes = new TreeSet<>();
    OffsetMap known = new OffsetMap();
    walk(
        (_, _, _, offset) -> {
          if (known.get(offset) == OffsetMap.ABSENT) {
            known.put(offset, 0);
            country(file.data().value(offset)).ifPresent(codes::add);
          }
        });
    return codes;
  }

  /** The country of an address. */
  public Optional<String> country(Address address) {
    return record(address).flatMap(CountryDatabase::country);
  }

  private Optional<MmdbValue> record(Address address) {
    try {
      int offset = file.tree().find(address);
      return offset < 0 ? Optional.empty() : Optional.of(file.data().value(offset));
    } catch (LearnException e) {
      throw broken(e);
    }
  }

  private <K extends Comparable<K>> Map<K, List<Network>> collect(
      Set<K> wanted, Function<MmdbValue, Optional<K>> key) {
    Map<K, Integer> places = new HashMap<>();
    List<NetworkRun> runs = new ArrayList<>();
    for (K one : wanted) {
      places.put(one, runs.size());
      runs.add(new NetworkRun());
    }
    // A million networks share a few hundred records: each is decoded once.
    OffsetMap known = new OffsetMap();
    walk(
        (high, low, prefix, offset) -> {
          int place = known.get(offset);
          if (place == OffsetMap.ABSENT) {
            place = key.apply(file.data().value(offset)).map(places::get).orElse(-1);
            known.put(offset, place);
          }
          if (place >= 0) {
            runs.get(place).add(high, low, prefix);
          }
        });
    Map<K, List<Network>> networks = new TreeMap<>();
    places.forEach((one, place) -> networks.put(one, runs.get(place).networks()));
    return networks;
  }

  private void walk(MmdbTree.Visitor visitor) {
    try {
      file.tree().walk(visitor);
    } catch (LearnException e) {
      throw broken(e);
    }
  }

  private LearnException broken(LearnException cause) {
    return new LearnException(path + " is malformed: " + cause.reason(), cause);
  }

  private static Optional<String> country(MmdbValue record) {
    if (!(record instanceof MmdbValue.Section(Map<String, MmdbValue> entries))) {
      return Optional.empty();
    }
    if (entries.get("country") instanceof MmdbValue.Section(Map<String, MmdbValue> country)
        && country.get("iso_code") instanceof MmdbValue.Text(String code)) {
      return Optional.of(code);
    }
    return entries.get("country_code") instanceof MmdbValue.Text(String code)
        ? Optional.of(code)
        : Optional.empty();
  }

  private static Optional<Long> system(MmdbValue record) {
    return record instanceof MmdbValue.Section(Map<String, MmdbValue> entries)
            && entries.get("autonomous_system_number") instanceof MmdbValue.Whole(long number)
        ? Optional.of(number)
        : Optional.empty();
  }
}
