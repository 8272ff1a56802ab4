package waymark.app.toapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import waymark.api.AddressExplained;
import waymark.api.Matched;
import waymark.engine.Explanation;
import waymark.kernel.model.Exemption;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.EgressPath;
import waymark.policy.Inquiry;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.PortRange;
import waymark.policy.Rule;
import waymark.policy.Scope;

class ExplainedToApiTest {
  static final Instant NOW = Instant.parse("2026-01-31T09:00:00.900Z");
  static final Link VPN =
      new Link(
          "vpn",
          new EgressPath.Interface("wg0", List.of(Address.parse("192.0.2.1"))),
          1,
          Masquerade.AUTO);
  static final Rule RULE =
      new Rule(
          "video",
          List.of(VPN, Link.DIRECT),
          List.of(NamePattern.parse("*.example.com")),
          List.of(),
          10,
          Lifetime.DEFAULT,
          false);
  static final Policy POLICY = Policy.compile(List.of(VPN), List.of(RULE), List.of(Link.DIRECT));
  private static final Address ADDRESS = Address.parse("198.51.100.7");

  private static AddressExplained explained(Map<String, InterfaceState> links) {
    Claim claim = POLICY.claims(List.of("www.example.com")).getFirst();
    Explanation explanation =
        new Explanation(
            ADDRESS,
            List.of(
                new Explanation.Candidate(
                    claim,
                    Optional.of(
                        new Explanation.LeaseState(
                            List.of("www.example.com"), NOW.toEpochMilli() + 41_100, false))),
                new Explanation.Candidate(POLICY.fallback(), Optional.empty())),
            Decision.of(RULE.to()),
            Decision.of(List.of(VPN, Link.DIRECT)));
    return ExplainedToApi.address(explanation, Inquiry.ANY, links, Map.of(), true, NOW);
  }

  static Map<String, InterfaceState> vpn(boolean up) {
    return Map.of("vpn", new InterfaceState(7, up, 1420, List.of()));
  }

  @Test
  void theLinkIsTheFirstThatIsUp() {
    assertThat(explained(vpn(true)).link()).isEqualTo("vpn");
    assertThat(explained(vpn(false)).link()).isEqualTo("direct");
    assertThat(explained(Map.of()).link()).isEqualTo("direct");
    assertThat(explained(vpn(true)).passedOver()).isEmpty();
    assertThat(explained(vpn(false)).passedOver()).isEqualTo("vpn is down");
    assertThat(explained(Map.of()).passedOver()).isEqualTo("vpn has no interface");
    InterfaceState ofIpv6 = new InterfaceState(7, false, true, 1420, List.of());
    assertThat(explained(Map.of("vpn", ofIpv6)).link()).isEqualTo("direct");
    assertThat(explained(Map.of("vpn", ofIpv6)).passedOver()).isEqualTo("vpn has no IPv4");
  }

  private static Rule rule(String name, int weight, String domain, List<Network> networks) {
    List<NamePattern> names = domain.isEmpty() ? List.of() : List.of(NamePattern.parse(domain));
    return new Rule(name, List.of(VPN), names, networks, weight, Lifetime.DEFAULT, false);
  }

  private static String tieBreak(Rule first, Rule second) {
    Policy policy = Policy.compile(List.of(VPN), List.of(first, second), List.of(Link.DIRECT));
    List<Claim> claims = new ArrayList<>(policy.claims(List.of("www.bank.example")));
    claims.addAll(policy.networks(ADDRESS));
    claims.sort(Comparator.reverseOrder());
    claims.add(policy.fallback());
    return TieBreak.of(claims);
  }

  @Test
  void theReasonWhyARuleWinsIsNamed() {
    List<Network> networks = List.of(Network.parse("198.51.100.0/24"));
    Rule bank = rule("bank", 0, "bank.example", List.of());
    assertThat(tieBreak(rule("video", 5, "*.bank.example", List.of()), bank))
        .isEqualTo("the greater weight than rule bank");
    assertThat(tieBreak(rule("video", 0, "", networks), bank))
        .isEqualTo("a name, which counts more than the network of rule video");
    assertThat(tieBreak(bank, rule("video", 0, "=www.bank.example", List.of())))
        .isEqualTo("the more specific match than rule bank");
    assertThat(tieBreak(bank, rule("video", 0, "bank.example", List.of())))
        .isEqualTo("an earlier place in the file than rule video");
    List<Network> wide = List.of(Network.parse("198.51.0.0/16"));
    assertThat(tieBreak(rule("a", 0, "", wide), rule("b", 0, "", networks)))
        .isEqualTo("the more specific match than rule a");
    assertThat(tieBreak(bank, rule("other", 0, "other.example", List.of()))).isEmpty();
  }

  @Test
  void theManagementNetworkIsTheOneOfTheFile() {
    assertThat(uploads("443", Exemption.MANAGEMENT).candidates().getFirst().claim().pattern())
        .isEqualTo("198.51.100.0/22");
  }

  private static AddressExplained uploads(String port, Exemption exemption) {
    Rule rule =
        new Rule(
            "uploads",
            List.of(VPN),
            Names.NONE,
            List.of(Network.parse("198.51.100.0/24")),
            List.of(),
            new Scope(List.of(PortRange.parse("tcp/22")), List.of()),
            1,
            Lifetime.DEFAULT,
            false);
    Policy policy = Policy.compile(List.of(VPN), List.of(rule), List.of(Link.BLOCK));
    List<Claim> claims = List.of(policy.network(ADDRESS), policy.fallback());
    Inquiry about =
        port.isEmpty() ? Inquiry.ANY : new Inquiry(List.of(PortRange.parse(port)), List.of());
    Explanation explanation =
        new Explanation(
            ADDRESS,
            claims.stream()
                .map(claim -> new Explanation.Candidate(claim, Optional.empty()))
                .toList(),
            policy.decide(claims),
            policy.decide(claims));
    return ExplainedToApi.spared(
        ExplainedToApi.address(explanation, about, vpn(true), Map.of(), true, NOW),
        exemption,
        List.of(Network.parse("198.51.100.0/22")),
        about);
  }

  private static List<String> rules(AddressExplained explained) {
    return explained.candidates().stream().map(candidate -> candidate.claim().rule()).toList();
  }

  @Test
  void someConnectionsHaveALinkOfTheirOwn() {
    AddressExplained ssh = uploads("tcp/22", Exemption.NONE);
    assertThat(ssh.decides()).isEqualTo("uploads");
    assertThat(ssh.link()).isEqualTo("vpn");
    assertThat(ssh.carried()).containsExactly("vpn");
    AddressExplained web = uploads("443", Exemption.NONE);
    assertThat(rules(web)).containsExactly("default");
    assertThat(web.link()).isEqualTo("block");
    assertThat(web.carried()).containsExactly("block");
    AddressExplained any = uploads("", Exemption.NONE);
    assertThat(rules(any)).containsExactly("uploads", "default");
    assertThat(any.decides()).isEqualTo("default");
    assertThat(any.link()).isEqualTo("block");
  }

  @Test
  void whatPassesWhateverTheRulesSayComesFirst() {
    assertThat(rules(uploads("tcp/22", Exemption.RESOLVER))).containsExactly("uploads", "default");
    AddressExplained dns = uploads("udp/53", Exemption.RESOLVER);
    assertThat(rules(dns)).containsExactly("resolvers", "default");
    assertThat(dns.decides()).isEqualTo("resolvers");
    assertThat(dns.link()).isEqualTo("direct");
    AddressExplained any = uploads("", Exemption.RESOLVER);
    assertThat(rules(any)).containsExactly("resolvers", "uploads", "default");
    assertThat(any.link()).isEqualTo("block");
    assertThat(uploads("443", Exemption.MANAGEMENT).decides()).isEqualTo("management");
  }

  @Test
  void candidatesSayWhy() {
    AddressExplained explained = explained(vpn(true));
    assertThat(explained.candidates().getFirst().claim())
        .isEqualTo(
            new Matched("video", List.of("vpn", "direct"), 10, Matched.By.BELOW, "*.example.com"));
    assertThat(explained.candidates().getFirst().secondsLeft()).isEqualTo(42);
    assertThat(explained.candidates().getLast().claim().by()).isEqualTo(Matched.By.DEFAULT);
    assertThat(explained.carried()).containsExactly("vpn", "direct");
  }
}
