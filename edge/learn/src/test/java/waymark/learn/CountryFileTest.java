package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Network;

class CountryFileTest {
  @TempDir private Path folder;

  private CountryFile file(String... codes) {
    return new CountryFile(
        folder.resolve("country.mmdb"),
        List.of(new Wanted(Set.of(), Set.of(codes), Set.of())),
        false);
  }

  private void put(Mmdb content) throws IOException {
    Files.move(
        content.write(folder.resolve("next")),
        folder.resolve("country.mmdb"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, List<Network>> networks(String code, String network) {
    return Map.of(code, List.of(Network.parse(network)));
  }

  @Test
  void aFileThatIsAnotherIsReadAgain() throws IOException {
    put(Mmdb.ofCountries().country("9.0.0.0/8", "NL"));
    CountryFile file = file("NL");
    assertThat(file.areas().countries()).isEqualTo(networks("NL", "9.0.0.0/8"));
    assertThat(file.refresh()).isFalse();
    put(Mmdb.ofCountries().country("11.0.0.0/8", "NL").country("9.0.0.0/8", "DE"));
    assertThat(file.refresh()).isTrue();
    assertThat(file.areas().countries()).isEqualTo(networks("NL", "11.0.0.0/8"));
    put(Mmdb.ofCountries().country("11.0.0.0/8", "NL").country("12.0.0.0/8", "DE"));
    assertThat(file.refresh()).as("nothing that is wanted has changed").isFalse();
  }

  @Test
  void aFileThatCannotBeUsedIsToldOfOnceAndTheLastGoodStays() throws IOException {
    put(Mmdb.ofCountries().country("9.0.0.0/8", "NL"));
    CountryFile file = file("NL", "DE");
    file.areas();
    Files.writeString(folder.resolve("country.mmdb"), "half a file");
    assertThatThrownBy(file::refresh).hasMessageContaining("is not a complete MMDB file");
    assertThat(file.refresh()).isFalse();
    put(Mmdb.ofCountries().country("9.0.0.0/8", "DE"));
    assertThatThrownBy(file::refresh)
        .hasMessageContaining(
            "country.mmdb is rejected: it has no networks of NL, unlike the previous version");
    assertThat(file.refresh()).isFalse();
    Files.delete(folder.resolve("country.mmdb"));
    assertThatThrownBy(file::refresh).hasMessageContaining("there is no file");
    assertThat(file.refresh()).isFalse();
    assertThat(file.areas().countries().get("NL")).containsExactly(Network.parse("9.0.0.0/8"));
    put(Mmdb.ofCountries().country("9.0.0.0/16", "NL"));
    assertThat(file.refresh()).isTrue();
  }

  @Test
  void aFileThatComesLaterIsTaken() throws IOException {
    CountryFile file = file("NL");
    assertThatThrownBy(file::areas).hasMessageContaining("there is no file");
    assertThat(file.refresh()).isFalse();
    put(Mmdb.ofCountries().country("9.0.0.0/8", "NL"));
    assertThat(file.refresh()).isTrue();
  }

  @Test
  void nobodyLooksAtAFileThatNobodyWants() {
    CountryFile file = file();
    assertThat(file.isWanted()).isFalse();
    assertThat(file.refresh()).isFalse();
  }
}
