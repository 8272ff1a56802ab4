package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;
import waymark.policy.NamePattern;
import waymark.policy.Policy;

/** Rules whose lists come and go. */
class PolicySourceTest {
  @TempDir private Path folder = Path.of("");

  private Configuration configuration(String lists) {
    String text =
        """
        lists: { partners: %s }
        rules:
          - { name: shop, to: block, lists: [partners], domains: [partner.example] }
          - { name: bare, to: block, lists: [partners] }
        state: %s
        """
            .formatted(lists, folder.resolve("state"));
    Loaded loaded = Configuration.parse(folder.resolve("waymark.yaml"), text, Map.of());
    assertThat(loaded).isInstanceOf(Configuration.class);
    return (Configuration) loaded;
  }

  private static List<String> names(Policy policy, int rule) {
    List<String> names = new ArrayList<>();
    for (NamePattern name : policy.rules().get(rule).names()) {
      names.add(name.toString());
    }
    return names;
  }

  @Test
  void aRuleWithoutItsListKeepsWhatElseItMatches() {
    PolicySource source = new PolicySource(configuration("{ file: none.txt }"));
    Policy policy = source.policy();
    assertThat(names(policy, 0)).containsExactly("partner.example");
    assertThat(names(policy, 1)).isEmpty();
    String fault = "list 'partners': there is no file " + folder.resolve("none.txt");
    assertThat(source.faults()).isEqualTo(Map.of("shop", fault, "bare", fault));
  }

  @Test
  void aListFromElsewhereLeavesTheRulesWhatTheOneBeforeSaid() throws IOException {
    Files.writeString(folder.resolve("one.txt"), "a.example\n");
    PolicySource before = new PolicySource(configuration("{ file: one.txt }"));
    assertThat(names(before.policy(), 1)).containsExactly("a.example");
    assertThat(before.faults()).isEmpty();
    PolicySource moved =
        new PolicySource(configuration("{ url: 'http://127.0.0.1:9/list' }"), before);
    assertThat(names(moved.policy(), 0)).containsExactly("partner.example", "a.example");
    assertThat(moved.faults().get("bare"))
        .contains("was not fetched yet", "what it said before stays in force");
  }
}
