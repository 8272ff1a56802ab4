package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Rule;

class NameMatchTest {
  private static final Address ADDRESS = Address.parse("198.18.0.1");

  private final World world =
      new World(
          rule("closed", List.of(World.VPN), "closed.example"),
          rule("open", List.of(World.VPN, Link.DIRECT), "open.example"));
  private final Engine engine = world.engine;

  private static Rule rule(String name, List<Link> to, String pattern) {
    NamePattern names = NamePattern.parse(pattern);
    return new Rule(name, to, List.of(names), List.of(), 0, Lifetime.DEFAULT, true);
  }

  private NameMatch match(String... names) {
    return engine.match(List.of(names));
  }

  @Test
  void namesThatNoRuleClaimsHaveNoMatch() {
    assertThat(match("other.example", "cdn.test").isEmpty()).isTrue();
    assertThat(match("other.example", "cdn.open.example").isEmpty()).isFalse();
    assertThat(engine.learn(match("other.example"), ADDRESS, 60, Engine.NO_CLIENT))
        .isEqualTo(Learned.UNCONCERNED);
  }

  @Test
  void aMatchMayFailOpenWhereEachOfItsRulesMay() {
    assertThat(match("a.open.example").mayFailOpen()).isTrue();
    assertThat(match("a.closed.example").mayFailOpen()).isFalse();
    assertThat(match("a.open.example", "cdn.closed.example").mayFailOpen()).isFalse();
    assertThat(match("other.example").mayFailOpen()).isTrue();
  }

  @Test
  void aNameWithLeasesIsNotLookedUpAgain() {
    NameMatch first = match("a.open.example", "cdn.test");
    assertThat(engine.learn(first, ADDRESS, 60, Engine.NO_CLIENT)).isEqualTo(Learned.PENDING);
    assertThat(match("a.open.example", "cdn.test")).isSameAs(first);
    assertThat(match("a.open.example", "cdn.example")).isNotSameAs(first);
    assertThat(match("a.open.example")).isNotSameAs(first);
  }

  @Test
  void theLeasesOfANameAreOfItsLastCnames() {
    engine.learn(match("a.open.example", "cdn.test"), ADDRESS, 60, Engine.NO_CLIENT);
    engine.learn(match("a.open.example", "cdn.closed.example"), ADDRESS, 60, Engine.NO_CLIENT);
    assertThat(engine.knowledge().leases())
        .hasSize(2)
        .allSatisfy(
            lease ->
                assertThat(lease.names()).containsExactly("a.open.example", "cdn.closed.example"));
  }

  @Test
  void aNameIsLookedUpAgainUnderAnotherPolicy() {
    engine.learn(match("a.open.example"), ADDRESS, 60, Engine.NO_CLIENT);
    engine.replace(World.policy(rule("open", List.of(World.VPN), "open.example")));
    assertThat(match("a.open.example").mayFailOpen()).isFalse();
    engine.replace(World.policy());
    assertThat(match("a.open.example").isEmpty()).isTrue();
  }
}
