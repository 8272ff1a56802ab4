package waymark.app.toapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import waymark.api.Difference;
import waymark.app.config.Configuration;
import waymark.policy.Policy;

class PolicyDifferencesTest {
  private static final String OLD =
      """
      links: { vpn: { interface: wg0 }, old: { interface: eth2 } }
      rules:
        - { name: video, to: [vpn, direct], domains: [a.example, b.example] }
        - { name: office, to: old, networks: [203.0.113.0/24] }
        - { name: mail, to: vpn, domains: [mail.example], ports: [25] }
      """;

  private static Policy policy(String text) {
    return ((Configuration) Configuration.parse(Path.of("a.yaml"), text, Map.of())).policy();
  }

  private static List<String> differences(String text) {
    return PolicyDifferences.of(policy(OLD), policy(text)).stream()
        .map(PolicyDifferencesTest::line)
        .toList();
  }

  private static String line(Difference difference) {
    return difference.how()
        + " "
        + difference.kind()
        + " "
        + difference.name()
        + " "
        + difference.details();
  }

  @Test
  void aPolicyDoesNotDifferFromItself() {
    assertThat(differences(OLD)).isEmpty();
  }

  @Test
  void everyThingThatDiffersIsNamed() {
    assertThat(
            differences(
                """
                links: { vpn: { interface: wg1 }, isp2: { interface: eth1, gateway: 192.0.2.1 } }
                groups: { both: { links: [vpn, isp2], strategy: sticky } }
                rules:
                  - { name: video, to: both, domains: [b.example, c.example], weight: 7 }
                  - { name: mail, to: vpn, domains: [mail.example], ports: [25, 587] }
                default: [isp2, direct]
                """))
        .containsExactly(
            "changed link vpn [interface: wg0 -> wg1]",
            "added link isp2 [interface: eth1, gateway: 192.0.2.1, masquerade: auto]",
            "removed link old []",
            "added group both [links: vpn, isp2, strategy: sticky]",
            "changed rule video [keep: 0 s -> 86400 s, to: vpn, else direct -> both, weight: - ->"
                + " 7, names: 1 added (c.example), 1 removed (a.example)]",
            "changed rule mail [ports: 25 -> 25, 587]",
            "removed rule office []",
            "changed default  [to: direct -> isp2, else direct]");
  }

  @Test
  void theOrderOfRulesCounts() {
    assertThat(
            differences(
                """
                links: { vpn: { interface: wg0 }, old: { interface: eth2 } }
                rules:
                  - { name: office, to: old, networks: [203.0.113.0/24] }
                  - { name: video, to: [vpn, direct], domains: [a.example, b.example] }
                  - { name: mail, to: vpn, domains: [mail.example], ports: [25] }
                """))
        .containsExactly("changed rule  [order: 2 moved]");
  }
}
