package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.learn.CountryDatabase;
import waymark.policy.Network;

class CountryFileTest {
  @TempDir private Path folder;

  @Test
  void countriesAreReadBack() throws IOException {
    byte[] bytes =
        CountryFile.of(
            Map.of("198.18.245.0/24", "NL", "198.18.246.0/24", "DE", "198.18.128.0/18", "NL"));
    CountryDatabase database =
        CountryDatabase.open(Files.write(folder.resolve("country.mmdb"), bytes));
    Map<String, List<Network>> networks = database.networks(Set.of("NL", "DE"));
    assertThat(networks.get("DE")).containsExactly(Network.parse("198.18.246.0/24"));
    assertThat(networks.get("NL"))
        .containsExactlyInAnyOrder(
            Network.parse("198.18.245.0/24"), Network.parse("198.18.128.0/18"));
  }
}
