package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.engine.World.VPN;

import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Rule;

/** How long an address stays after its TTL. */
class KeepTest {
  private static final int HOUR = 3600;

  /** Drained, and found unused by two scans. */
  private static final int DRAINED = 20;

  private static final Rule CLOSED = rule("closed", List.of(VPN), HOUR);
  private static final Rule OPEN = rule("open", List.of(VPN, Link.DIRECT), 0);

  private static Rule rule(String name, List<Link> to, int keep) {
    NamePattern names = NamePattern.parse(name + ".example");
    return new Rule(name, to, List.of(names), List.of(), 0, new Lifetime(1, 60, keep), true);
  }

  @Test
  void anAddressStaysAfterItsTtlUntilItsTimeIsOver() {
    World world = new World(CLOSED, OPEN);
    world.see("198.18.0.1", 30, "closed.example");
    world.see("198.18.0.2", 30, "open.example");
    world.pass(30 + DRAINED);
    assertThat(world.kernel.keySet()).containsExactly(Address.parse("198.18.0.1"));
    assertThat(world.engine.snapshot().rules().getFirst().draining()).isZero();
    world.pass(HOUR - DRAINED - 5);
    assertThat(world.kernel).hasSize(1);
    world.pass(DRAINED);
    assertThat(world.kernel).isEmpty();
    assertThat(world.disk).isEmpty();
  }

  @Test
  void aConnectionThatIsOpenAtItsEndStartsTheTimeAgain() {
    World world = new World(CLOSED);
    world.see("198.18.0.1", 30, "closed.example");
    world.connections.add(Address.parse("198.18.0.1"));
    world.pass(2 * HOUR);
    assertThat(world.engine.snapshot().rules().getFirst().draining()).isEqualTo(1);
    world.connections.clear();
    world.pass(HOUR - 10);
    assertThat(world.kernel).hasSize(1);
    assertThat(world.engine.snapshot().rules().getFirst().draining()).isZero();
    world.pass(DRAINED + 10);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aRestartChangesNothingAboutIt() {
    World world = new World(CLOSED, OPEN);
    world.see("198.18.0.1", 30, "closed.example");
    world.see("198.18.0.2", 30, "open.example");
    world.now += 1000L * (HOUR / 2);
    world.restart(CLOSED, OPEN);
    world.pass(DRAINED);
    assertThat(world.kernel.keySet()).containsExactly(Address.parse("198.18.0.1"));
    world.pass(HOUR / 2 - DRAINED);
    assertThat(world.kernel).hasSize(1);
    world.pass(60 + DRAINED);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void theTimeSinceItsLastUseSurvivesARestart() {
    World world = new World(CLOSED);
    world.see("198.18.0.1", 30, "closed.example");
    world.connections.add(Address.parse("198.18.0.1"));
    world.pass(2 * HOUR);
    world.connections.clear();
    world.pass(DRAINED);
    world.now += 1000L * (HOUR / 2);
    world.restart(CLOSED);
    world.pass(DRAINED);
    assertThat(world.kernel).hasSize(1);
  }

  @Test
  void anotherPolicyBringsItsOwnTime() {
    World world = new World(CLOSED);
    world.see("198.18.0.1", 30, "closed.example");
    world.pass(HOUR / 2);
    world.engine.replace(World.policy(rule("closed", List.of(VPN), 0)));
    world.pass(DRAINED);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aRollbackTakesBackWhatIsStillKept() {
    World world = new World(CLOSED);
    world.see("198.18.0.1", 30, "closed.example");
    List<LeaseEvent.Held> held = world.engine.knowledge().leases();
    world.engine.replace(World.policy(OPEN));
    assertThat(world.kernel).isEmpty();
    world.pass(HOUR / 2);
    world.engine.replace(World.policy(CLOSED), held);
    assertThat(world.kernel).hasSize(1);
    world.engine.replace(World.policy(OPEN));
    world.pass(HOUR);
    world.engine.replace(World.policy(CLOSED), held);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void overACapTheLongestUnseenGoesAndNoneInUse() {
    World world = new World(new Limits(100, 64, 3, 100), CLOSED);
    world.connections.add(Address.parse("198.18.0.1"));
    for (int i = 1; i <= 3; i++) {
      world.see("198.18.0." + i, 1, "closed.example");
      world.pass(10);
    }
    assertThat(world.see("198.18.0.4", 1, "closed.example")).isEqualTo(Learned.PENDING);
    assertThat(world.kernel.keySet())
        .extracting(Address::toString)
        .containsExactly("198.18.0.1", "198.18.0.3", "198.18.0.4");
  }
}
