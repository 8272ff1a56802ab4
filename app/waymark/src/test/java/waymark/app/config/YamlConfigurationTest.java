package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.policy.EgressPath;
import waymark.policy.NamePattern;
import waymark.policy.Rule;

/** Variables, anchors and size of a valid file. */
class YamlConfigurationTest {
  @Test
  void variablesAreReplacedInTextsAndNumbers() {
    Configuration configuration =
        Example.configuration(
            """
            links: { vpn: { interface: "${LINK}0" } }
            rules: [{ name: "a$${b}", to: "${LINK}", domains: ["${LINK}.example"] }]
            marks: { priority: "${PRIORITY}" }
            """);
    Rule rule = configuration.policy().rules().getFirst();
    assertThat(rule.name()).isEqualTo("a${b}");
    assertThat(rule.to().getFirst().links().getFirst().egressPath())
        .isEqualTo(new EgressPath.Interface("vpn0", List.of()));
    assertThat(rule.names()).containsExactly(new NamePattern.Suffix("vpn.example"));
    assertThat(configuration.marks().priority()).isEqualTo(900);
  }

  @Test
  void anchorsStandForWhatTheyName() {
    Configuration configuration =
        Example.configuration(
            """
            links: { vpn: { interface: wg0 } }
            rules:
              - { name: a, to: &way [vpn, direct], domains: &names [a.example] }
              - { name: b, to: *way, domains: *names }
            """);
    List<Rule> rules = configuration.policy().rules();
    assertThat(rules.get(1).to()).isEqualTo(rules.get(0).to());
    assertThat(rules.get(1).names()).isEqualTo(rules.get(0).names());
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    assertThat(
            Configuration.parse(
                Example.FILE,
                "\ufeffrules: [{ name: a, to: block, networks: [192.0.2.1] }]",
                Map.of()))
        .isInstanceOf(Configuration.class);
  }

  @Test
  void thousandsOfNamesAreTaken() {
    StringBuilder text = new StringBuilder("rules:\n- name: a\n  to: block\n  domains:\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("  - name").append(i).append(".example\n");
    }
    Configuration configuration = Example.configuration(text.toString());
    assertThat(configuration.policy().rules().getFirst().names().size()).isEqualTo(20_000);
  }
}
