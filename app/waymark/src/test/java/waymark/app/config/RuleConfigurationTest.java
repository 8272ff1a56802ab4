package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.learn.ListFormat;
import waymark.learn.Wanted;
import waymark.policy.Client;
import waymark.policy.Lifetime;
import waymark.policy.Network;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;

/** Rules of a valid file. */
class RuleConfigurationTest {
  @Test
  void rulesAreOfPortsAndClients() {
    Configuration configuration =
        Example.configuration(
            """
            rules:
              - name: a
                to: direct
                domains: [a.example]
                ports: [443, tcp/22, udp/5000-6000]
                from: [192.168.1.0/24, 192.168.2.7, "interface:br-guest", self]
              - { name: b, to: block, ports: tcp/25 }
              - { name: c, to: block, from: self }
            """);
    List<Rule> rules = configuration.policy().rules();
    assertThat(rules.get(0).scope())
        .isEqualTo(
            new Scope(
                List.of(
                    PortRange.parse("443"),
                    PortRange.parse("tcp/22"),
                    PortRange.parse("udp/5000-6000")),
                List.of(
                    new Client.From(Network.parse("192.168.1.0/24")),
                    new Client.From(Network.parse("192.168.2.7")),
                    new Client.By("br-guest"),
                    new Client.Self())));
    assertThat(rules.get(0).networks()).isEmpty();
    // Without a place a rule is about connections to anywhere.
    assertThat(rules.get(1).networks())
        .containsExactly(Network.parse("0.0.0.0/0"), Network.parse("::/0"));
    assertThat(rules.get(2).scope().clients()).containsExactly(new Client.Self());
  }

  @Test
  void onlyWhatFailsClosedKeepsAddressesByDefault() {
    Configuration configuration =
        Example.configuration(
            """
            links: { vpn: { interface: wg0 } }
            rules:
              - { name: a, to: vpn, domains: [a.example] }
              - { name: b, to: block, domains: [b.example] }
              - { name: c, to: [vpn, direct], domains: [c.example] }
              - { name: d, to: direct, domains: [d.example] }
              - { name: e, to: vpn, domains: [e.example], keep: 0s }
              - { name: f, to: direct, domains: [f.example], keep: 10m }
            """);
    assertThat(configuration.policy().rules())
        .extracting(rule -> rule.ttl().keep())
        .containsExactly(86_400, 86_400, 0, 0, 0, 600);
  }

  @Test
  void onlyWhatAsksForThemLearnsPrivateAddresses() {
    assertThat(
            Example.configuration(
                    """
                    rules:
                      - { name: a, to: direct, domains: [a.example], private: true }
                      - { name: b, to: direct, domains: [b.example] }
                    """)
                .policy()
                .rules())
        .extracting(Rule::learnsPrivate)
        .containsExactly(true, false);
  }

  @Test
  void rulesTakeFromListsAndCountries() {
    Configuration configuration =
        Example.configuration(
            """
            lists:
              ads: { url: "https://lists.example/ads.txt", format: hosts }
              offices: { file: offices.txt, format: networks }
              slow: { url: "http://lists.example/slow", every: 1d }
            rules:
              - { name: a, to: block, lists: ads }
              - { name: b, to: direct, lists: [offices, slow], countries: [nl, DE], asn: [64500, AS64501] }
              - { name: c, to: direct, domains: [c.example] }
            """);
    assertThat(configuration.lists())
        .containsExactly(
            new DeclaredList.AtUrl(
                "ads",
                new ListFormat.Hosts(),
                URI.create("https://lists.example/ads.txt"),
                Duration.ofHours(12)),
            new DeclaredList.InFile(
                "offices", new ListFormat.Networks(), Path.of("/etc/waymark/offices.txt")),
            new DeclaredList.AtUrl(
                "slow",
                new ListFormat.Domains(),
                URI.create("http://lists.example/slow"),
                Duration.ofDays(1)));
    assertThat(configuration.wanted())
        .containsOnly(
            Map.entry("a", new Wanted(Set.of("ads"), Set.of(), Set.of())),
            Map.entry(
                "b",
                new Wanted(Set.of("offices", "slow"), Set.of("NL", "DE"), Set.of(64500L, 64501L))));
  }

  @Test
  void oneBoundOfTtlMovesTheOther() {
    Configuration configuration =
        Example.configuration(
            """
            rules:
              - { name: a, to: direct, domains: [a.example], ttl: { max: 5s } }
              - { name: b, to: direct, domains: [b.example], ttl: { min: 2d } }
              - { name: c, to: direct, domains: [c.example], ttl: {} }
            """);
    assertThat(configuration.policy().rules())
        .extracting(Rule::ttl)
        .containsExactly(new Lifetime(5, 5), new Lifetime(172_800, 172_800), Lifetime.DEFAULT);
  }
}
