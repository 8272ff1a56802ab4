package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.engine.World.ISP;
import static waymark.engine.World.VPN;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Network;
import waymark.policy.Rule;
import waymark.policy.Scope;

/** Private addresses by name, for rules that ask for them. */
class PrivateAddressesTest {
  private static final Rule OFFICE = rule("office", VPN, true);

  private static Rule rule(String name, Link to, boolean learnsPrivate) {
    return new Rule(
        name,
        List.of(to),
        Names.of(List.of(NamePattern.parse("corp.example"))),
        List.of(),
        List.of(),
        Scope.ALL,
        0,
        Lifetime.DEFAULT,
        true,
        learnsPrivate);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.20.0.7", "172.31.255.1", "192.168.7.7", "100.64.0.1", "fd00::7", "fc00::1"})
  void aRuleLearnsThemIfItAsksForThem(String address) {
    World world = new World(OFFICE);
    assertThat(world.see(address, 60, "git.corp.example")).isEqualTo(Learned.PENDING);
    assertThat(world.kernel).hasSize(1);
    assertThat(new World(rule("office", VPN, false)).see(address, 60, "git.corp.example"))
        .isEqualTo(Learned.SPECIAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "169.254.169.254",
        "fe80::1",
        "224.0.0.1",
        "0.0.0.0",
        "203.0.113.1"
      })
  void noRuleLearnsOtherSpecialAddresses(String address) {
    assertThat(new World(OFFICE).see(address, 60, "corp.example")).isEqualTo(Learned.SPECIAL);
  }

  @Test
  void thoseOfThisHostAndOfItsNetworksAreNotLearned() {
    World world = new World(OFFICE);
    world.engine.own(Set.of(Address.parse("10.9.9.9")), List.of(Network.parse("192.168.1.0/24")));
    assertThat(world.see("10.9.9.9", 60, "corp.example")).isEqualTo(Learned.OWN);
    assertThat(world.see("192.168.1.7", 60, "corp.example")).isEqualTo(Learned.SPECIAL);
    assertThat(world.see("192.168.2.7", 60, "corp.example")).isEqualTo(Learned.PENDING);
  }

  @Test
  void onesWhoseNetworkBecomesOursAreGivenUp() {
    World world = new World(OFFICE);
    world.see("192.168.1.7", 60, "corp.example");
    world.see("198.18.0.1", 60, "corp.example");
    world.engine.own(
        Set.of(), List.of(Network.parse("192.168.1.0/24"), Network.parse("198.18.0.0/24")));
    assertThat(world.kernel.keySet()).containsExactly(Address.parse("198.18.0.1"));
  }

  @Test
  void onlyTheRuleThatAsksForThemHoldsThem() {
    World world = new World(rule("stronger", ISP, false), OFFICE);
    world.see("10.20.0.7", 60, "corp.example");
    assertThat(world.engine.knowledge().explain(Address.parse("10.20.0.7")).candidates())
        .extracting(candidate -> candidate.claim().rule().name())
        .containsExactly("office", "default");
  }

  @Test
  void aPolicyThatAsksForThemNoLongerTakesThemAlong() {
    World world = new World(OFFICE);
    world.see("10.20.0.7", 60, "corp.example");
    world.see("198.18.0.1", 60, "corp.example");
    world.restart(OFFICE);
    assertThat(world.kernel).hasSize(2);
    world.engine.replace(World.policy(rule("office", VPN, false)));
    world.engine.tick();
    assertThat(world.kernel.keySet()).containsExactly(Address.parse("198.18.0.1"));
    assertThat(world.disk).hasSize(1);
    world.restart(rule("office", VPN, false));
    assertThat(world.kernel).hasSize(1);
  }
}
