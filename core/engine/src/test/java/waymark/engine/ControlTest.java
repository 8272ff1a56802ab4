package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.engine.World.ISP;
import static waymark.engine.World.VPN;
import static waymark.engine.World.rule;

import org.junit.jupiter.api.Test;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** What the engine's thread does while the control thread is at work on the plane. */
class ControlTest {
  private static final Rule VIDEO = rule("video", VPN, 0, "video.example");
  private static final Policy OTHER = World.policy(rule("other", ISP, 0, "video.example"));

  private final World world = new World(VIDEO);

  @Test
  void whatIsLearnedBeforeThePlaneAsksIsInForceAtOnceAndTakenAlong() {
    world.beforeAsking =
        () -> {
          world.learn("198.18.0.1", 60, "video.example");
          assertThat(world.engine.commit()).isTrue();
        };
    world.engine.replace(OTHER);
    assertThat(world.told())
        .isEqualTo("apply 198.18.0.1:vpn\nmove 198.18.0.1 to vpn\ninstall 198.18.0.1:isp");
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.told()).isEmpty();
  }

  @Test
  void whatIsLearnedWhileThePlaneInstallsWaitsAndIsNotLost() {
    world.see("198.18.0.1", 60, "video.example");
    world.told();
    world.afterAsking =
        () -> {
          assertThat(world.learn("198.18.0.2", 60, "video.example")).isEqualTo(Learned.PENDING);
          assertThat(world.engine.commit()).isFalse();
        };
    world.engine.replace(OTHER);
    assertThat(world.told()).isEqualTo("install 198.18.0.1:isp");
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.told()).isEqualTo("apply 198.18.0.2:isp\nmove 198.18.0.2 to isp");
    world.restart(VIDEO);
    assertThat(world.kernel).hasSize(2);
  }

  @Test
  void whatOnlyTheNextPolicyMatchesIsLearnedWhileItIsInstalled() {
    assertThat(world.engine.isReplacing()).isFalse();
    world.afterAsking =
        () -> {
          assertThat(world.engine.isReplacing()).isTrue();
          assertThat(world.learn("198.18.0.3", 60, "new.example")).isEqualTo(Learned.UNCONCERNED);
        };
    world.engine.replace(World.policy(rule("new", ISP, 0, "new.example")));
    assertThat(world.engine.isReplacing()).isFalse();
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.told()).contains("apply 198.18.0.3:isp");
  }

  @Test
  void whatIsLearnedWhileARefusedPolicyIsInstalledIsNotLost() {
    world.broken = true;
    world.beforeAsking =
        () -> {
          world.beforeAsking = () -> {};
          world.learn("198.18.0.1", 60, "video.example");
        };
    assertThatThrownBy(() -> world.engine.replace(OTHER)).isInstanceOf(PlaneException.class);
    world.broken = false;
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.kernel).hasSize(1);
    assertThat(world.engine.policy()).isNotEqualTo(OTHER);
  }

  @Test
  void whatEndsWhileThePlaneInstallsIsTakenOut() {
    world.see("198.18.0.1", 60, "video.example");
    world.afterAsking = () -> world.pass(80);
    world.engine.install();
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aRenewalDuringAReplacementCounts() {
    world.see("198.18.0.1", 60, "video.example");
    world.afterAsking =
        () -> {
          world.now += 50_000;
          assertThat(world.learn("198.18.0.1", 60, "video.example")).isEqualTo(Learned.KNOWN);
        };
    world.engine.replace(OTHER);
    world.pass(50);
    assertThat(world.kernel).hasSize(1);
  }

  @Test
  void eventsTellOfASightingOnce() {
    world.afterAsking = () -> world.learn("198.18.0.2", 60, "video.example");
    world.engine.replace(OTHER);
    assertThat(world.events.since(0, 100).entries())
        .filteredOn(entry -> entry.event() instanceof Event.Learned)
        .hasSize(1);
  }

  @Test
  void aPausePutsOffAllChanges() {
    world.engine.pause();
    world.engine.pause();
    world.learn("198.18.0.1", 60, "video.example");
    assertThat(world.engine.commit()).isFalse();
    world.engine.resume();
    assertThat(world.engine.commit()).isFalse();
    assertThat(world.told()).isEmpty();
    world.engine.resume();
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.kernel).hasSize(1);
  }

  @Test
  void whatIsLearnedWhileAChangeIsAppliedIsStillToBeApplied() {
    world.whileApplying =
        () -> {
          world.whileApplying = () -> {};
          assertThat(world.learn("198.18.0.2", 60, "video.example")).isEqualTo(Learned.PENDING);
          assertThat(world.learn("198.18.0.1", 60, "video.example")).isEqualTo(Learned.PENDING);
        };
    world.learn("198.18.0.1", 60, "video.example");
    assertThat(world.engine.commit()).isTrue();
    assertThat(world.told())
        .isEqualTo(
            """
            apply 198.18.0.1:vpn
            move 198.18.0.1 to vpn
            apply 198.18.0.2:vpn
            move 198.18.0.2 to vpn\
            """);
  }
}
