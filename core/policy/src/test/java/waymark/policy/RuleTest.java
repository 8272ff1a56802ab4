package waymark.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleTest {
  private static final Link VPN =
      new Link("vpn", new EgressPath.Interface("wg0", List.of()), 1, Masquerade.AUTO);

  private static Rule rule(String name, int weight, Link... to) {
    return new Rule(name, List.of(to), Names.NONE, List.of(), weight, Lifetime.DEFAULT, false);
  }

  @Test
  void failsOpenWhenItsLastLinkIsDirect() {
    assertThat(rule("r", 0, VPN, Link.DIRECT).mayFailOpen()).isTrue();
    assertThat(rule("r", 0, Link.DIRECT).mayFailOpen()).isTrue();
    assertThat(rule("r", 0, VPN).mayFailOpen()).isFalse();
    assertThat(rule("r", 0, VPN, Link.BLOCK).mayFailOpen()).isFalse();
  }

  @Test
  void impossibleRulesCannotBeMade() {
    assertThatThrownBy(() -> rule("r", 0)).hasMessageContaining("has no outlet");
    assertThatThrownBy(() -> rule("r", 0, VPN, VPN)).hasMessageContaining("twice");
    assertThatThrownBy(() -> rule("r", 1_000_001, VPN)).hasMessageContaining("weight");
    assertThatThrownBy(() -> rule("r", Integer.MIN_VALUE, VPN)).hasMessageContaining("weight");
    assertThatThrownBy(() -> rule(" ", 0, VPN)).hasMessageContaining("name of a rule");
    assertThatThrownBy(() -> rule("a\nb", 0, VPN)).hasMessageContaining("name of a rule");
  }

  @Test
  void lifetimeClamps() {
    assertThat(Lifetime.DEFAULT.clamp(0)).isEqualTo(60);
    assertThat(Lifetime.DEFAULT.clamp(300)).isEqualTo(300);
    assertThat(Lifetime.DEFAULT.clamp(0xffffffffL)).isEqualTo(86_400);
    assertThatThrownBy(() -> new Lifetime(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Lifetime(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void linksNamesAreShortWords() {
    assertThat(Link.isName("isp-2_b")).isTrue();
    assertThat(Link.isName("")).isFalse();
    assertThat(Link.isName("-a")).isFalse();
    assertThat(Link.isName("Vpn")).isFalse();
    assertThat(Link.isName("a".repeat(33))).isFalse();
    assertThatThrownBy(() -> new Link("direct", VPN.egressPath(), 1, Masquerade.AUTO))
        .hasMessageContaining("direct");
    assertThatThrownBy(() -> new Link("x", new EgressPath.Block(), 1, Masquerade.AUTO))
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> new Link("x", VPN.egressPath(), 0, Masquerade.AUTO))
        .hasMessageContaining("weight");
  }

  @Test
  void interfaceHasOneGatewayOfEachFamily() {
    Address four = Address.parse("192.0.2.1");
    Address six = Address.parse("2001:db8::1");
    assertThat(new EgressPath.Interface("eth1", List.of(four, six)).nextHop())
        .hasToString("192.0.2.1, 2001:db8::1");
    assertThatThrownBy(() -> new EgressPath.Interface("eth1", List.of(four, four)))
        .hasMessageContaining("each family");
    assertThatThrownBy(() -> new EgressPath.Interface("a b", List.of()))
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> new EgressPath.Interface("0".repeat(128), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
