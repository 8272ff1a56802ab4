package waymark.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Network;

class SourcesTest {
  @TempDir Path folder;

  @Test
  void aSourceThatFailsIsAFaultOfTheRulesThatWantIt() throws IOException {
    Path file = Files.writeString(folder.resolve("work"), "a.example\n203.0.113.0/24\n");
    Path countries = Mmdb.ofCountries().country("9.0.0.0/8", "NL").write(folder.resolve("x.mmdb"));
    ListFormat domains = new ListFormat.Domains();
    Map<String, Wanted> wanted =
        Map.of(
            "good", new Wanted(Set.of("work"), Set.of("NL"), Set.of()),
            "bad", new Wanted(Set.of("work", "gone", "what"), Set.of("DE"), Set.of(64500L)));
    Sources sources =
        new Sources(
            List.of(
                new FileList("work", domains, file, folder.resolve("lists")),
                new FileList("gone", domains, folder.resolve("none"), folder.resolve("lists"))),
            new CountryFile(countries, wanted.values(), false));
    Map<String, Supplied> supplied = sources.supply(wanted);
    Supplied good = supplied.get("good");
    assertThat(good.faults()).isEmpty();
    assertThat(good.names().getFirst().size()).isEqualTo(1);
    assertThat(good.networks()).containsExactly(Network.parse("203.0.113.0/24"));
    assertThat(good.areas()).isEqualTo(Map.of("NL", List.of(Network.parse("9.0.0.0/8"))));
    assertThat(supplied.get("bad").faults())
        .containsExactly(
            "list 'gone': there is no file " + folder.resolve("none"),
            "there is no list 'what'",
            countries + " has no networks of DE",
            countries + " has no networks of AS64500");
  }

  @Test
  void noCountryFileIsNeededWhereNoneIsWanted() {
    Path none = folder.resolve("none");
    assertThat(faults(none, new Wanted(Set.of(), Set.of(), Set.of()))).isEmpty();
    assertThat(faults(none, new Wanted(Set.of(), Set.of("NL"), Set.of())))
        .containsExactly("there is no file " + none + "; `waymark countries update` fetches one");
  }

  private static List<String> faults(Path countries, Wanted wanted) {
    return new Sources(List.of(), new CountryFile(countries, List.of(wanted), false))
        .supply(Map.of("a", wanted))
        .get("a")
        .faults();
  }

  private Sources sources(Path file, Path countries, Wanted wanted) {
    return new Sources(
        List.of(new FileList("work", new ListFormat.Domains(), file, folder.resolve("lists"))),
        new CountryFile(countries, List.of(wanted), false));
  }

  @Test
  void whatWasGoodStaysWhenOthersTakeThePlaceOfTheSources() throws IOException {
    Path file = Files.writeString(folder.resolve("work"), "a.example\n");
    Path countries = Mmdb.ofCountries().country("9.0.0.0/8", "NL").write(folder.resolve("x.mmdb"));
    Wanted wanted = new Wanted(Set.of("work"), Set.of("NL"), Set.of());
    Sources first = sources(file, countries, wanted);
    Supplied good = first.supply(Map.of("a", wanted)).get("a");
    Files.delete(file);
    Files.writeString(countries, "half a file");
    Sources second = sources(file, countries, wanted).instead(first);
    Sources third = sources(file, countries, wanted).instead(second);
    Supplied still = third.supply(Map.of("a", wanted)).get("a");
    assertThat(still.names()).isEqualTo(good.names());
    assertThat(still.areas()).isEqualTo(good.areas());
    assertThat(still.faults())
        .hasSize(2)
        .allSatisfy(fault -> assertThat(fault).endsWith("; its previous content stays in force"));
    assertThat(sources(file, countries, wanted).supply(Map.of("a", wanted)).get("a").names())
        .as("those that nobody handed anything to")
        .isEmpty();
  }
}
