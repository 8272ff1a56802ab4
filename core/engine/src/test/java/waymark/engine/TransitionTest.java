package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.engine.World.ISP;
import static waymark.engine.World.VPN;
import static waymark.engine.World.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Rule;

class TransitionTest {
  private static final Address LEARNED = Address.parse("198.18.0.1");
  private static final Address STATIC = Address.parse("203.0.113.9");

  private static World world(Rule... rules) {
    World world = new World(rules);
    world.see(LEARNED.toString(), 60, "video.example");
    world.told();
    return world;
  }

  @Test
  void anAddressWhoseRuleLeadsElsewhereMoves() {
    World world = world(rule("video", VPN, 0, "video.example", "203.0.113.0/24"));
    Policy next = World.policy(rule("video", ISP, 0, "video.example", "203.0.113.0/24"));
    Transition transition = world.engine.preview(next);
    assertThat(transition.changes(LEARNED)).isTrue();
    assertThat(transition.moves(LEARNED)).isTrue();
    assertThat(transition.moves(STATIC)).isTrue();
    assertThat(transition.moves(Address.parse("192.0.2.1"))).isFalse();
    assertThat(transition.after(STATIC).branches().getFirst().to()).containsExactly(ISP);
  }

  @Test
  void aPreviewChangesNothing() {
    World world = world(rule("video", VPN, 0, "video.example"));
    Transition transition = world.engine.preview(World.policy(rule("x", ISP, 0, "x.example")));
    assertThat(transition.heldBefore()).contains(LEARNED);
    assertThat(transition.isHeldAfter(LEARNED)).isFalse();
    assertThat(world.told()).isEmpty();
    assertThat(world.engine.knowledge().size()).isEqualTo(1);
    world.pass(1);
    assertThat(world.disk).hasSize(1);
  }

  @Test
  void aRuleOfAnotherNameThatLeadsToTheSameLinkMovesNothing() {
    World world = world(rule("video", VPN, 0, "video.example", "203.0.113.0/24"));
    Transition transition =
        world.engine.preview(World.policy(rule("films", VPN, 7, "example", "203.0.113.0/25")));
    assertThat(transition.changes(LEARNED)).isFalse();
    assertThat(transition.changes(STATIC)).isFalse();
    assertThat(transition.changes(Address.parse("203.0.113.200"))).isTrue();
  }

  @Test
  void connectionsStayWhereTheNewRuleDoesNotReconnect() {
    World world = world(rule("video", VPN, 0, "video.example"));
    Rule rule = rule("video", ISP, 0, "video.example");
    Rule quiet = new Rule("video", List.of(ISP), rule.names(), List.of(), 0, rule.ttl(), false);
    Transition transition = world.engine.preview(World.policy(quiet));
    assertThat(transition.changes(LEARNED)).isTrue();
    assertThat(transition.moves(LEARNED)).isFalse();
  }

  @Test
  void afterARepairWhatARuleDecidesMayBeInTheWrongPlace() {
    World world = world(rule("video", VPN, 0, "video.example", "203.0.113.0/24"));
    Address own = Address.parse("203.0.113.1");
    world.engine.own(Set.of(own), List.of());
    world.engine.reinstall("the table");
    Transition transition = world.transition.orElseThrow();
    assertThat(transition.isBeforeKnown()).isFalse();
    assertThat(transition.moves(LEARNED)).isTrue();
    assertThat(transition.moves(STATIC)).isTrue();
    assertThat(transition.moves(own)).isFalse();
    assertThat(transition.moves(Address.parse("192.0.2.1"))).isFalse();
  }

  /** Unless they fail closed, rules without {@code reconnect} leave them where they are. */
  @Test
  void afterARepairOnlyWhatMayGoDirectStays() {
    for (List<Link> to : List.of(List.of(VPN), List.of(VPN, Link.DIRECT))) {
      Rule like = rule("video", VPN, 0, "video.example", "203.0.113.0/24");
      World world =
          world(new Rule("video", to, like.names(), like.networks(), 0, like.ttl(), false));
      world.engine.reinstall("the table");
      Transition transition = world.transition.orElseThrow();
      assertThat(transition.moves(LEARNED)).isEqualTo(to.size() == 1);
      assertThat(transition.moves(STATIC)).isEqualTo(to.size() == 1);
    }
  }

  @Test
  void afterThePlanesOwnRepairOfAddressesTheirConnectionsMove() {
    World world = world(rule("video", VPN, 0, "video.example", "203.0.113.0/24"));
    Map<Address, Decision> carried =
        world.engine.knowledge().carried(Set.of(LEARNED, STATIC, Address.parse("192.0.2.1")));
    assertThat(carried.get(STATIC)).isEqualTo(Decision.NONE);
    world.engine.repaired("the elements", carried);
    assertThat(world.told().lines())
        .containsExactlyInAnyOrder("move 198.18.0.1 to vpn", "move 203.0.113.9 to vpn");
    assertThat(world.engine.snapshot().repaired()).containsEntry("the elements", 1L);
  }

  @Test
  void connectionsAreToldOfAPolicyThatIsInForce() {
    World world = world(rule("video", VPN, 0, "video.example"));
    Transition transition =
        world.engine.replace(World.policy(rule("video", ISP, 0, "video.example")));
    assertThat(world.transition).contains(transition);
  }

  @Test
  void whatWasHeldBeforeATrialComesBackWithItsPolicy() {
    Rule video = rule("video", VPN, 0, "video.example");
    World world = world(video);
    List<LeaseEvent.Held> held = world.engine.knowledge().leases();
    world.engine.replace(World.policy(rule("other", ISP, 0, "other.example")));
    world.see("198.18.0.2", 60, "other.example");
    assertThat(world.engine.knowledge().size()).isEqualTo(1);
    world.told();
    world.engine.replace(World.policy(video), held);
    assertThat(world.told()).isEqualTo("install 198.18.0.1:vpn");
    world.pass(1);
    assertThat(world.disk.values()).extracting(LeaseEvent.Held::address).containsExactly(LEARNED);
  }

  @Test
  void aLeaseThatEndedDuringATrialDoesNotComeBack() {
    Rule video = rule("video", VPN, 0, "video.example");
    World world = world(video);
    List<LeaseEvent.Held> held = world.engine.knowledge().leases();
    world.engine.replace(World.policy(rule("other", ISP, 0, "other.example")));
    world.pass(120);
    world.engine.replace(World.policy(video), held);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aRefusedPolicyLeavesThePlaneAsItWas() {
    World world = world(rule("video", VPN, 0, "video.example"));
    world.brokenOnce = true;
    assertThatThrownBy(() -> world.engine.replace(World.policy(rule("x", ISP, 0, "x.example"))))
        .isInstanceOf(PlaneException.class);
    assertThat(world.told()).isEqualTo("install 198.18.0.1:vpn");
    assertThat(world.transition).isEmpty();
  }
}
