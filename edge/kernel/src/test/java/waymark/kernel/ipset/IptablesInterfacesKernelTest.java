package waymark.kernel.ipset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Shell;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Match;
import waymark.policy.InterfaceName;

/** {@code iptables-restore} reads each accepted name of an interface as this name and no other. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class IptablesInterfacesKernelTest {
  private final IptablesMatches matches =
      new IptablesMatches(Family.IPV4, new IptablesMarks(Marks.DEFAULT), true);

  @AfterEach
  void remove() {
    Shell.run("iptables -t mangle -F NAMES; iptables -t mangle -X NAMES");
  }

  @Test
  void everyCharacterOfANameIsPartOfIt() {
    StringBuilder script =
        new StringBuilder("iptables-restore --noflush <<'END'\n*mangle\n:NAMES - [0:0]\n");
    List<String> wanted = new ArrayList<>();
    for (char c = '!'; c < 127; c++) {
      for (String name : Set.of("a" + c + "b", "" + c, "a" + c)) {
        if (InterfaceName.isValid(name)) {
          for (Match match : List.of(new Match.In(name), new Match.Out(name, true))) {
            String text = matches.alternatives(List.of(match)).getFirst();
            script.append("-A NAMES ").append(text).append("-j DROP\n");
          }
          wanted.add("-A NAMES -i " + name + " -j DROP");
          wanted.add("-A NAMES ! -o " + name + " -j DROP");
        }
      }
    }
    script.append("COMMIT\nEND\niptables -t mangle -S NAMES | grep -e -A");
    assertThat(Shell.run(script.toString()).lines())
        .containsExactlyElementsOf(wanted)
        .hasSizeGreaterThan(500);
  }

  @Test
  void wildcardsAreNeverWritten() {
    Shell.run("iptables -t mangle -N NAMES");
    assertThatThrownBy(() -> matches.alternatives(List.of(new Match.In("ppp+"))))
        .hasMessageContaining("ppp+");
  }
}
