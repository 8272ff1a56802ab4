package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Link VPN = link("vpn");
  private static final Link ISP = link("isp");

  private static Link link(String name) {
    return new Link(name, new EgressPath.Interface(name + "0", List.of()), 1, Masquerade.AUTO);
  }

  private static Rule rule(String name, int weight, Link to, String... patterns) {
    List<NamePattern> names = Stream.of(patterns).map(NamePattern::parse).toList();
    return new Rule(name, List.of(to), names, List.of(), weight, Lifetime.DEFAULT, false);
  }

  private static Rule networks(String name, int weight, Link to, String... networks) {
    List<Network> list = Stream.of(networks).map(Network::parse).toList();
    return new Rule(name, List.of(to), Names.NONE, list, weight, Lifetime.DEFAULT, false);
  }

  private static Policy policy(Rule... rules) {
    return Policy.compile(List.of(VPN, ISP), List.of(rules), List.of(Link.DIRECT));
  }

  /** {@code rule by pattern} of each claim, strongest first. */
  private static List<String> claims(Policy policy, String... names) {
    return policy.claims(List.of(names)).stream().map(Claim::toString).toList();
  }

  @Test
  void suffixIsTheNameAndAllBelowIt() {
    Policy policy = policy(rule("r", 0, VPN, "youtube.com"));
    assertThat(claims(policy, "youtube.com")).containsExactly("r by youtube.com");
    assertThat(claims(policy, "www.youtube.com")).containsExactly("r by youtube.com");
    assertThat(claims(policy, "notyoutube.com")).isEmpty();
    assertThat(claims(policy, "youtube.com.example")).isEmpty();
    assertThat(claims(policy, "com")).isEmpty();
  }

  @Test
  void exactIsTheNameAlone() {
    Policy policy = policy(rule("r", 0, VPN, "=a.example"));
    assertThat(claims(policy, "a.example")).containsExactly("r by =a.example");
    assertThat(claims(policy, "b.a.example")).isEmpty();
  }

  @Test
  void belowIsNotTheName() {
    Policy policy = policy(rule("r", 0, VPN, "*.a.example"));
    assertThat(claims(policy, "a.example")).isEmpty();
    assertThat(claims(policy, "b.a.example")).containsExactly("r by *.a.example");
    assertThat(claims(policy, "c.b.a.example")).containsExactly("r by *.a.example");
  }

  @Test
  void regexIsFoundAnywhere() {
    Policy policy = policy(rule("r", 0, VPN, "/^CDN[0-9]+\\./", "/video/"));
    assertThat(claims(policy, "cdn12.example")).containsExactly("r by /^CDN[0-9]+\\./");
    assertThat(claims(policy, "my.VIDEO.example.")).containsExactly("r by /video/");
    assertThat(claims(policy, "xcdn12.example")).isEmpty();
  }

  @Test
  void topLevelDomainIsASuffixToo() {
    assertThat(claims(policy(rule("r", 0, VPN, "com")), "a.b.com")).containsExactly("r by com");
  }

  @Test
  void capitalsFinalDotAndScriptDoNotMatter() {
    Policy policy = policy(rule("r", 0, VPN, "Bücher.Example."));
    assertThat(claims(policy, "WWW.xn--BCHER-kva.eXample."))
        .containsExactly("r by xn--bcher-kva.example");
  }

  @Test
  void anyNameOfTheChainCounts() {
    Policy policy =
        policy(rule("a", 0, VPN, "cdn.example"), rule("b", 0, ISP, "=www.shop.example"));
    assertThat(claims(policy, "www.shop.example", "shop.cdn.example"))
        .containsExactly("b by =www.shop.example", "a by cdn.example");
  }

  @Test
  void strangeNamesMatchNothing() {
    Policy policy = policy(rule("r", 0, VPN, "example.com", "/^x/"));
    assertThat(claims(policy, "", ".", "..", "a..b", ".example.org", "\u0000", "\uffff.com"))
        .isEmpty();
    assertThat(claims(policy, "..example.com")).hasSize(1);
    assertThat(claims(policy, "a.".repeat(10_000) + "example.org")).isEmpty();
  }

  @Test
  void ofOneRuleOnlyTheBestClaims() {
    Policy policy =
        policy(rule("r", 0, VPN, "/a/", "*.example", "b.example", "example", "=a.b.example"));
    assertThat(claims(policy, "a.b.example")).containsExactly("r by =a.b.example");
    assertThat(claims(policy, "c.b.example")).containsExactly("r by b.example");
    assertThat(claims(policy, "c.example")).containsExactly("r by example");
  }

  @Test
  void exactBeforeLongerSuffixBeforeWildcardBeforeRegexBeforeNetwork() {
    Policy policy =
        policy(
            rule("regex", 0, VPN, "/a/"),
            rule("below", 0, VPN, "*.b.example"),
            rule("short", 0, VPN, "example"),
            rule("long", 0, VPN, "b.example"),
            rule("exact", 0, VPN, "=a.b.example"),
            networks("network", 0, ISP, "1.1.1.1/32"));
    List<Claim> all = new ArrayList<>(policy.claims(List.of("a.b.example")));
    all.add(policy.network(Address.parse("1.1.1.1")));
    all.add(policy.fallback());
    assertThat(all)
        .extracting(claim -> claim.rule().name())
        .containsExactly("exact", "long", "short", "below", "regex", "network", "default");
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i - 1).beats(all.get(i))).isTrue();
      assertThat(all.get(i - 1)).isGreaterThan(all.get(i));
    }
  }

  @Test
  void weightComesBeforeAllElse() {
    Policy policy =
        policy(
            rule("least", -1_000_000, VPN, "=a.example"),
            rule("none", 0, VPN, "=a.example"),
            networks("heavy", 1_000_000, ISP, "0.0.0.0/0"),
            rule("most", 1_000_000, VPN, "/a/"));
    assertThat(claims(policy, "a.example"))
        .containsExactly("most by /a/", "none by =a.example", "least by =a.example");
    Claim heavy = policy.network(Address.parse("1.1.1.1"));
    assertThat(heavy.beats(policy.claims(List.of("a.example")).get(1))).isTrue();
    assertThat(heavy.beats(policy.claims(List.of("a.example")).get(0))).isFalse();
    assertThat(policy.claims(List.of("a.example")).getLast().beats(policy.fallback())).isTrue();
  }

  @Test
  void earlierInTheFileDecidesAtLast() {
    Policy policy = policy(rule("a", 0, VPN, "x.example"), rule("b", 0, ISP, "y.example"));
    assertThat(claims(policy, "y.example", "x.example"))
        .containsExactly("a by x.example", "b by y.example");
    assertThat(policy.claims(List.of("y.example")).getFirst().order()).isEqualTo(1);
    assertThat(policy.fallback().order()).isEqualTo(-1);
  }

  @Test
  void oneNameInManyRulesIsClaimedByAll() {
    List<Rule> rules = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rules.add(
          rule("r" + i, 0, VPN, "=a.example", "a.example", "=a.example", "=b" + i + ".example"));
    }
    Policy policy = Policy.compile(List.of(VPN), rules, List.of(Link.BLOCK));
    List<Claim> claims = policy.claims(List.of("a.example"));
    assertThat(claims).hasSize(3000).isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(claims.getFirst()).hasToString("r0 by =a.example");
    assertThat(claims(policy, "b2999.example")).containsExactly("r2999 by =b2999.example");
  }

  @Test
  void longerPrefixWinsUnlessWeightSaysOtherwise() {
    Policy policy =
        policy(
            networks("wide", 0, VPN, "1.0.0.0/8"),
            networks("narrow", 0, ISP, "1.1.0.0/16"),
            networks("heavy", 1, Link.BLOCK, "1.1.1.0/24", "1.2.0.0/15"),
            networks("lost", 0, VPN, "1.2.3.0/24"));
    assertThat(policy.network(Address.parse("1.9.0.0"))).hasToString("wide by 1.0.0.0/8");
    assertThat(policy.network(Address.parse("1.1.0.0"))).hasToString("narrow by 1.1.0.0/16");
    assertThat(policy.network(Address.parse("1.1.1.1"))).hasToString("heavy by 1.1.1.0/24");
    assertThat(policy.network(Address.parse("1.2.3.4"))).hasToString("heavy by 1.2.0.0/15");
    assertThat(policy.network(Address.parse("2.0.0.0"))).isSameAs(policy.fallback());
    assertThat(policy.networks(Address.parse("1.2.3.4")))
        .extracting(Claim::toString)
        .containsExactly("heavy by 1.2.0.0/15", "lost by 1.2.3.0/24", "wide by 1.0.0.0/8");
    assertThat(policy.intervals())
        .extracting(i -> i.first() + "-" + i.last() + " " + i.claim().rule().to().getFirst().name())
        .containsExactly(
            "1.0.0.0-1.0.255.255 vpn",
            "1.1.0.0-1.1.0.255 isp",
            "1.1.1.0-1.1.1.255 block",
            "1.1.2.0-1.1.255.255 isp",
            "1.2.0.0-1.3.255.255 block",
            "1.4.0.0-1.255.255.255 vpn");
  }

  @Test
  void neighboursWithOneTargetAreJoinedButNotAcrossFamilies() {
    Policy policy =
        policy(
            networks("a", 0, VPN, "0.0.0.0/1", "128.0.0.0/2"),
            networks("b", 3, VPN, "192.0.0.0/2"),
            networks("six", 0, VPN, "::/0"));
    assertThat(policy.intervals())
        .extracting(i -> i.first() + "-" + i.last())
        .containsExactly(
            "::-::fffe:ffff:ffff",
            "0.0.0.0-255.255.255.255",
            "::1:0:0:0-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  }

  @Test
  void whatCannotBeCompiledIsRefused() {
    assertThatThrownBy(() -> policy(rule("r", 0, VPN), rule("r", 0, VPN)))
        .hasMessage("two rules are called 'r'");
    assertThatThrownBy(() -> policy(rule("r", 0, link("x"), "a.b")))
        .hasMessage("rule 'r' leads to an unknown link: x");
    assertThatThrownBy(() -> Policy.compile(List.of(VPN, VPN), List.of(), List.of(VPN)))
        .hasMessage("two links are called 'vpn'");
    assertThatThrownBy(() -> Policy.compile(List.of(), List.of(), List.of(VPN)))
        .hasMessageContaining("the default");
  }

  @Test
  void emptyPolicyClaimsNothing() {
    Policy policy = policy();
    assertThat(policy.claims(List.of("a.example"))).isSameAs(policy.claims(List.of()));
    assertThat(policy.intervals()).isEmpty();
    assertThat(policy.network(Address.parse("::"))).isSameAs(policy.fallback());
    assertThat(policy.fallback().isDefault()).isTrue();
    assertThat(policy.otherwise()).containsExactly(Link.DIRECT);
  }
}
