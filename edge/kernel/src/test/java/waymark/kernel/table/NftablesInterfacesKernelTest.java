package waymark.kernel.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Shell;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.Match;
import waymark.policy.Client;
import waymark.policy.InterfaceName;

/** The {@code nft} command reads each accepted name of an interface as this name and no other. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class NftablesInterfacesKernelTest {
  @AfterEach
  void remove() {
    Shell.run("nft delete table inet names");
  }

  /** What nft lists after it read a rule for each of these matches. */
  private static List<String> listed(List<Match> matches) {
    StringBuilder script =
        new StringBuilder("nft -f - <<'END'\ntable inet names { chain listed {\n");
    for (Match match : matches) {
      for (String text : new NftablesMatches(Marks.DEFAULT).alternatives(List.of(match))) {
        script.append(text).append("drop\n");
      }
    }
    script.append("}\n}\nEND\nnft list chain inet names listed");
    return Shell.run(script.toString())
        .lines()
        .map(String::strip)
        .filter(line -> line.endsWith("drop"))
        .toList();
  }

  @Test
  void everyCharacterOfANameIsPartOfIt() {
    List<Match> matches = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (char c = '!'; c < 127; c++) {
      for (String name : Set.of("a" + c + "b", "" + c, "a" + c)) {
        if (InterfaceName.isValid(name)) {
          matches.add(new Match.In(name));
          wanted.add("iifname \"" + name + "\" drop");
          matches.add(new Match.Out(name, true));
          wanted.add("oifname != \"" + name + "\" drop");
        }
      }
    }
    assertThat(listed(matches)).isEqualTo(wanted).hasSizeGreaterThan(500);
  }

  @Test
  void manyNamesAreOneSet() {
    Match clients = new Match.Clients(List.of(new Client.By("x#;accept"), new Client.By("$y,{")));
    assertThat(listed(List.of(clients)))
        .hasSize(1)
        .first()
        .asString()
        .contains("x#;accept", "$y,{");
  }

  @Test
  void aStarAtTheEndIsNoWildcard() {
    assertThat(listed(List.of(new Match.In("wg*")))).containsExactly("iifname \"wg\\*\" drop");
  }
}
