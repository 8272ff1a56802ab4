package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Address;
import waymark.policy.Network;

class CountryDatabaseTest {
  @TempDir Path folder;

  private CountryDatabase open(Mmdb mmdb) {
    return CountryDatabase.open(mmdb.write(folder.resolve("x.mmdb")));
  }

  private static List<Network> networks(String... texts) {
    return java.util.stream.Stream.of(texts).map(Network::parse).toList();
  }

  @Test
  void networksOfACountryAreMergedAndSorted() {
    CountryDatabase database =
        open(
            Mmdb.ofCountries()
                .country("8.8.9.0/24", "US")
                .country("8.8.8.0/24", "US")
                .country("1.0.0.0/24", "NL")
                .country("8.8.10.0/24", "US")
                .country("2600::/16", "US")
                .country("2601::/16", "US"));
    assertThat(database.networks(Set.of("US", "NL")))
        .isEqualTo(
            Map.of(
                "US", networks("8.8.8.0/23", "8.8.10.0/24", "2600::/15"),
                "NL", networks("1.0.0.0/24")));
    assertThat(database.countries()).containsExactly("NL", "US");
    assertThat(database.country(Address.parse("8.8.10.9"))).contains("US");
    assertThat(database.country(Address.parse("2601::1"))).contains("US");
    assertThat(database.country(Address.parse("9.9.9.9"))).isEmpty();
  }

  @Test
  void aliasesOfIpv4AreNoIpv6Networks() {
    CountryDatabase database =
        open(
            Mmdb.ofCountries()
                .country("8.0.0.0/8", "US")
                .alias("2002::/16")
                .alias("::ffff:0:0:0/96")
                .alias("2001::/32"));
    assertThat(database.networks(Set.of("US"))).isEqualTo(Map.of("US", networks("8.0.0.0/8")));
  }

  @Test
  void flatRecordsAndSystemsAreRead() {
    assertThat(
            open(new Mmdb("country ipvAll", 28).flat("9.0.0.0/8", "DE"))
                .networks(Set.of("DE"))
                .get("DE"))
        .contains(Network.parse("9.0.0.0/8"));
    CountryDatabase systems =
        open(new Mmdb("GeoLite2-ASN", 32).system("9.0.0.0/8", 64500).system("2a00::/12", 64501));
    assertThat(systems.countries()).isEmpty();
    assertThat(systems.systems(Set.of(64501L))).isEqualTo(Map.of(64501L, networks("2a00::/12")));
    assertThat(systems.systems(Set.of(1L))).isEqualTo(Map.of(1L, List.of()));
  }

  @Test
  void whatAFileCallsItselfDoesNotMatter() {
    CountryDatabase database = open(new Mmdb("ours", 24).country("8.0.0.0/8", "US"));
    assertThat(database.country(Address.parse("8.8.8.8"))).contains("US");
    byte[] record = Mmdb.map(Map.of("connection_type", Mmdb.text("Cable/DSL")));
    CountryDatabase lines = open(new Mmdb("lines", 24).record(Network.parse("8.0.0.0/8"), record));
    assertThat(lines.countries()).isEmpty();
  }

  @Test
  void aCountryThatTheFileLacksHasNoNetworks() {
    CountryDatabase database = open(Mmdb.ofCountries().country("8.0.0.0/8", "US"));
    assertThat(database.networks(Set.of("US", "NL")))
        .isEqualTo(Map.of("US", networks("8.0.0.0/8"), "NL", List.of()));
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("text"), "no database");
    assertThatThrownBy(() -> CountryDatabase.open(file)).hasMessageContaining("no metadata");
    assertThatThrownBy(() -> CountryDatabase.open(folder.resolve("none")))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("there is no file");
    byte[] whole = Mmdb.ofCountries().country("8.0.0.0/8", "US").bytes();
    byte[] cut = java.util.Arrays.copyOfRange(whole, 60, whole.length);
    Path broken = Files.write(folder.resolve("cut"), cut);
    assertThatThrownBy(() -> CountryDatabase.open(broken)).isInstanceOf(LearnException.class);
  }

  @Test
  void aTreeThatIsNoneHasAnEnd() throws IOException {
    byte[] bytes = Mmdb.ofCountries().country("8.0.0.0/8", "US").bytes();
    bytes[5] = 0; // The root's second branch leads to the root.
    bytes[4] = 0;
    bytes[3] = 0;
    CountryDatabase database = CountryDatabase.open(Files.write(folder.resolve("loop"), bytes));
    assertThatThrownBy(() -> database.networks(Set.of("US")))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("two branches of the tree lead to node 0");
  }

  @Property(tries = 60)
  void saysWhatMaxMindsOwnReaderSays(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    int[] sizes = {24, 28, 32};
    Mmdb mmdb = new Mmdb("GeoLite2-Country", sizes[random.nextInt(3)]);
    String[] codes = {"US", "NL", "DE"};
    for (int i = 0; i < 40; i++) {
      boolean ipv4 = random.nextBoolean();
      Address address =
          ipv4
              ? Address.ofIpv4(random.nextInt(64) << 26)
              : new Address(0x2000000000000000L | (random.nextLong() & 0x0f0f000000000000L), 0);
      int prefix = ipv4 ? 1 + random.nextInt(8) : 8 + random.nextInt(12);
      mmdb.country(Network.of(address, prefix).toString(), codes[random.nextInt(3)]);
    }
    Path file = Files.createTempFile("waymark", ".mmdb");
    try {
      CountryDatabase database = CountryDatabase.open(mmdb.write(file));
      Set<String> present = database.countries();
      Map<String, List<Network>> networks = database.networks(present);
      try (Reader reader = new Reader(file.toFile())) {
        for (int i = 0; i < 200; i++) {
          Address address =
              random.nextBoolean()
                  ? Address.ofIpv4(random.nextInt())
                  : new Address(0x2000000000000000L | random.nextLong() >>> 4, random.nextLong());
          Map<?, ?> record = reader.get(InetAddress.getByAddress(address.bytes()), Map.class);
          List<String> expected = new ArrayList<>();
          if (record != null && record.get("country") instanceof Map<?, ?> country) {
            expected.add(String.valueOf(country.get("iso_code")));
          }
          assertThat(database.country(address).stream().toList()).isEqualTo(expected);
          assertThat(
                  networks.entrySet().stream()
                      .filter(e -> e.getValue().stream().anyMatch(n -> n.contains(address)))
                      .map(Map.Entry::getKey)
                      .toList())
              .isEqualTo(expected);
        }
      }
      networks.values().forEach(CountryDatabaseTest::assertMinimal);
    } finally {
      Files.delete(file);
    }
  }

  private static void assertMinimal(List<Network> networks) {
    assertThat(networks).isSorted();
    for (int i = 1; i < networks.size(); i++) {
      Network left = networks.get(i - 1);
      Network right = networks.get(i);
      assertThat(left.contains(right.first())).isFalse();
      boolean halves =
          left.prefix() == right.prefix()
              && left.prefix() > 0
              && left.base().isIpv4() == right.base().isIpv4()
              && Network.of(left.base(), left.prefix() - 1).contains(right.base());
      assertThat(halves).as(left + " and " + right).isFalse();
    }
  }

  @Property(tries = 2000)
  void anyBytesAreReadOrRefused(@ForAll("damaged") byte[] bytes) {
    try {
      MmdbFile file = MmdbFile.of(bytes);
      file.tree().walk((_, _, _, offset) -> file.data().value(offset));
    } catch (LearnException e) {
      assertThat(e.reason()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<byte[]> damaged() {
    byte[] whole =
        Mmdb.ofCountries()
            .country("8.0.0.0/8", "US")
            .country("9.9.0.0/16", "NL")
            .country("2600::/16", "DE")
            .alias("2002::/16")
            .bytes();
    Arbitrary<byte[]> changed =
        Arbitraries.integers()
            .between(0, whole.length - 1)
            .list()
            .ofMinSize(1)
            .ofMaxSize(6)
            .flatMap(
                places ->
                    Arbitraries.bytes()
                        .list()
                        .ofSize(places.size())
                        .map(
                            values -> {
                              byte[] copy = whole.clone();
                              for (int i = 0; i < places.size(); i++) {
                                copy[places.get(i)] = values.get(i);
                              }
                              return copy;
                            }));
    return Arbitraries.oneOf(changed, Arbitraries.bytes().array(byte[].class).ofMaxSize(300));
  }

  @Test
  void aFileThatTheMemoryDoesNotCarryIsNotRead() throws IOException {
    Path file = folder.resolve("x.mmdb");
    Mmdb.ofCountries().country("1.0.0.0/24", "NL").write(file);
    long size = Files.size(file);
    assertThat(MmdbFile.read(file, new Memory(4 * size)).type()).contains("Country");
    assertThatThrownBy(() -> MmdbFile.read(file, new Memory(4 * size - 1)))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining(file + " is too large: it has ")
        .hasMessageContaining(" of memory a country file may have ");
  }
}
