package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class UnreachedRulesTest {
  private static List<String> sentences(String rules) {
    return UnreachedRules.of(
        Example.configuration(
            """
            links: { vpn: { interface: wg0 }, isp2: { interface: eth1 } }
            lists: { ads: { url: 'https://lists.example/ads.txt' } }
            rules:
            """
                + rules.indent(2)));
  }

  @Test
  void theSecondOfTwoRulesWithTheSameMatchIsNeverReached() {
    assertThat(
            sentences(
                """
                - { name: a, to: vpn, domains: [youtube.com] }
                - { name: b, to: isp2, domains: [youtube.com] }
                """))
        .containsExactly("rule 'b' is never reached: rule 'a' matches the same and comes first");
    assertThat(
            sentences(
                """
                - { name: a, to: vpn, lists: [ads], countries: [NL], networks: [203.0.113.0/25] }
                - { name: b, to: isp2, weight: 1, lists: [ads], countries: [NL], networks: [203.0.113.0/24] }
                """))
        .containsExactly(
            "rule 'a' is never reached: rule 'b' matches the same and has the greater weight");
  }

  @Test
  void aNameBelowAnotherOfMoreWeightIsNeverReached() {
    assertThat(
            sentences(
                """
                - { name: a, to: vpn, domains: [www.example.com, '*.cdn.example.com', other.example] }
                - { name: b, to: isp2, domains: [example.com], weight: 5 }
                """))
        .containsExactly(
            "in rule 'a', www.example.com, *.cdn.example.com never counts: rule 'b' matches it and"
                + " has the greater weight");
  }

  @Test
  void rulesThatDifferInMatchOrConnectionsAreReached() {
    assertThat(
            sentences(
                """
                - { name: a, to: vpn, domains: [example.com], networks: [203.0.113.0/24] }
                - { name: b, to: isp2, domains: [www.example.com], networks: [203.0.113.0/25] }
                - { name: c, to: isp2, domains: [=only.example], ports: [443] }
                - { name: d, to: vpn, domains: [only.example, '/x[0-9]/'], ports: [80] }
                - { name: e, to: isp2, domains: ['/x[0-9]/', '*.only.example'] }
                """))
        .isEmpty();
  }

  @Test
  void aRuleForSomeConnectionsBehindOneForAllIsNeverReached() {
    assertThat(
            sentences(
                """
                - { name: a, to: vpn, domains: ['/ads/'] }
                - { name: b, to: isp2, domains: ['/ads/'], ports: [443] }
                """))
        .containsExactly("rule 'b' is never reached: rule 'a' matches the same and comes first");
  }
}
