package waymark.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static waymark.engine.World.ISP;
import static waymark.engine.World.VPN;
import static waymark.engine.World.rule;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Rule;

class EngineTest {
  private static final Rule VIDEO = rule("video", VPN, 0, "video.example");

  @Test
  void aNewAddressGoesToThePlaneAndItsWrongConnectionsAreMoved() {
    World world = new World(VIDEO);
    assertThat(world.see("198.18.0.1", 60, "www.video.example")).isEqualTo(Learned.PENDING);
    assertThat(world.told())
        .isEqualTo(
            """
            apply 198.18.0.1:vpn
            move 198.18.0.1 to vpn\
            """);
  }

  @Test
  void aKnownAddressCostsThePlaneNothing() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.told();
    assertThat(world.see("198.18.0.1", 60, "video.example")).isEqualTo(Learned.KNOWN);
    assertThat(world.told()).isEmpty();
  }

  @Test
  void whatQueuesUpIsOneTransaction() {
    World world = new World(VIDEO);
    world.learn("198.18.0.1", 60, "video.example");
    world.learn("2001:2::1", 60, "video.example");
    assertThat(world.learn("198.18.0.1", 60, "a.video.example")).isEqualTo(Learned.PENDING);
    world.engine.commit();
    assertThat(world.told()).startsWith("apply 198.18.0.1:vpn 2001:2::1:vpn\n");
  }

  @Test
  void aNameOfTheChainIsEnough() {
    World world = new World(VIDEO);
    assertThat(world.see("198.18.0.1", 60, "shop.example", "cdn.video.example"))
        .isEqualTo(Learned.PENDING);
    assertThat(world.see("198.18.0.2", 60, "other.example")).isEqualTo(Learned.UNCONCERNED);
  }

  @Test
  void whatIsNeverLearnedIsCountedByReason() {
    World world = new World(VIDEO);
    world.engine.own(Set.of(Address.parse("198.18.9.9")), List.of());
    assertThat(world.see("192.168.1.1", 60, "video.example")).isEqualTo(Learned.SPECIAL);
    assertThat(world.see("198.18.9.9", 60, "video.example")).isEqualTo(Learned.OWN);
    assertThat(world.kernel).isEmpty();
    assertThat(world.engine.snapshot().sightings())
        .containsEntry(Learned.SPECIAL, 1L)
        .containsEntry(Learned.OWN, 1L);
  }

  @Test
  void anAddressThatBecomesOursIsGivenUp() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.engine.own(Set.of(Address.parse("198.18.0.1")), List.of());
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aLeaseEndsAfterItsTimeAndTwoScansWithoutAConnection() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.told();
    world.pass(60);
    assertThat(world.told()).isEmpty();
    world.pass(15);
    assertThat(world.told()).isEqualTo("apply 198.18.0.1:-");
    assertThat(world.disk).isEmpty();
  }

  @Test
  void aLeaseInUseDrainsUntilItsConnectionsEnd() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.connections.add(Address.parse("198.18.0.1"));
    world.pass(600);
    assertThat(world.kernel).hasSize(1);
    assertThat(world.engine.snapshot().rules().getFirst().draining()).isEqualTo(1);
    world.connections.clear();
    world.pass(15);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aLaterSightingNeverShortensAndRevivesWhatDrains() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 3600, "video.example");
    world.see("198.18.0.1", 60, "video.example");
    world.pass(3590);
    assertThat(world.kernel).hasSize(1);
    world.connections.add(Address.parse("198.18.0.1"));
    world.pass(60);
    world.see("198.18.0.1", 600, "video.example");
    world.connections.clear();
    world.pass(590);
    assertThat(world.kernel).hasSize(1);
    assertThat(world.engine.snapshot().rules().getFirst().draining()).isZero();
  }

  @Test
  void theWinnerOfASharedAddressDoesNotDependOnTheOrder() {
    Rule work = rule("work", ISP, 5, "work.example");
    for (boolean videoFirst : new boolean[] {true, false}) {
      World world = new World(VIDEO, work);
      world.see("198.18.0.1", 60, videoFirst ? "video.example" : "work.example");
      world.see("198.18.0.1", 60, videoFirst ? "work.example" : "video.example");
      assertThat(world.kernel)
          .containsEntry(Address.parse("198.18.0.1"), Decision.of(List.of(ISP)));
      assertThat(world.engine.snapshot().conflicts()).isEqualTo(1);
    }
  }

  @Test
  void anAddressOfTwoRulesWithTheSameLinkIsNoConflict() {
    World world = new World(VIDEO, rule("work", VPN, 5, "work.example"));
    world.see("198.18.0.1", 60, "video.example");
    world.see("198.18.0.1", 60, "work.example");
    assertThat(world.engine.snapshot().conflicts()).isZero();
    assertThat(world.engine.knowledge().conflicts(10)).isEmpty();
  }

  @Test
  void namesOfNoRuleAreCounted() {
    World world = new World(VIDEO);
    world.engine.countUnconcerned(3);
    assertThat(world.engine.snapshot().sightings()).containsEntry(Learned.UNCONCERNED, 3L);
  }

  @Test
  void whenTheWinnerEndsTheOtherTakesOver() {
    World world = new World(VIDEO, rule("work", ISP, 5, "work.example"));
    world.see("198.18.0.1", 600, "video.example");
    world.see("198.18.0.1", 60, "work.example");
    world.pass(80);
    assertThat(world.kernel).containsEntry(Address.parse("198.18.0.1"), Decision.of(List.of(VPN)));
  }

  @Test
  void aHeavierNetworkLeavesTheAddressToTheStaticSet() {
    World world = new World(VIDEO, rule("net", ISP, 5, "198.18.0.0/24"));
    world.see("198.18.0.1", 60, "video.example");
    world.see("198.18.1.1", 60, "video.example");
    assertThat(world.kernel.keySet()).containsExactly(Address.parse("198.18.1.1"));
    Explanation explanation = world.engine.knowledge().explain(Address.parse("198.18.0.1"));
    assertThat(explanation.decision()).isEqualTo(Decision.of(List.of(ISP)));
    assertThat(explanation.candidates())
        .extracting(c -> c.claim().rule().name())
        .containsExactly("net", "video", "default");
  }

  @Test
  void anotherPolicyKeepsWhatStillMatchesAndTakesTheRestAlong() {
    World world = new World(VIDEO, rule("work", ISP, 0, "work.example"));
    world.see("198.18.0.1", 60, "video.example");
    world.see("198.18.0.2", 60, "work.example");
    world.told();
    world.engine.replace(World.policy(rule("video2", ISP, 0, "video.example")));
    assertThat(world.told()).isEqualTo("install 198.18.0.1:isp");
    world.pass(80);
    assertThat(world.kernel).isEmpty();
    assertThat(world.disk).isEmpty();
  }

  @Test
  void aPolicyThatThePlaneRefusesChangesNothing() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.broken = true;
    assertThatThrownBy(() -> world.engine.replace(World.policy(rule("x", ISP, 0, "x.example"))))
        .isInstanceOf(PlaneException.class);
    world.broken = false;
    assertThat(world.see("198.18.0.2", 60, "video.example")).isEqualTo(Learned.PENDING);
    assertThat(world.kernel).hasSize(2);
  }

  @Test
  void afterARefusalThatChangedNothingTheOldPolicyGoesOnAtOnce() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.told();
    world.afterAsking =
        () -> {
          throw PlaneException.unchanged("no memory", new IllegalStateException());
        };
    assertThatThrownBy(() -> world.engine.replace(World.policy(rule("x", ISP, 0, "x.example"))))
        .hasMessage("no memory");
    assertThat(world.see("198.18.0.2", 60, "video.example")).isEqualTo(Learned.PENDING);
    assertThat(world.told()).isEqualTo("apply 198.18.0.2:vpn\nmove 198.18.0.2 to vpn");
    assertThat(world.engine.isReplacing()).isFalse();
  }

  @Test
  void whatIsNotCarriedIsNotTakenForCarriedBecauseAnInstallChangedNothing() {
    World world = new World(VIDEO);
    world.afterAsking =
        () -> {
          throw PlaneException.unchanged("no memory", new IllegalStateException());
        };
    assertThatThrownBy(() -> world.engine.reinstall("a table")).hasMessage("no memory");
    world.learn("198.18.0.1", 60, "video.example");
    assertThatThrownBy(() -> world.engine.replace(World.policy(VIDEO))).hasMessage("no memory");
    assertThat(world.engine.commit()).isFalse();
    world.afterAsking = () -> {};
    world.pass(2);
    assertThat(world.told()).isEqualTo("install 198.18.0.1:vpn");
  }

  @Test
  void theOldPolicyIsPutBackWhateverWentWrong() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    world.told();
    world.refusal = () -> new IllegalStateException("a fault of the plane's own");
    world.brokenOnce = true;
    assertThatThrownBy(() -> world.engine.replace(World.policy(rule("x", ISP, 0, "x.example"))))
        .hasMessage("a fault of the plane's own");
    assertThat(world.told()).isEqualTo("install 198.18.0.1:vpn");
  }

  @Test
  void whatThePlaneRefusesIsTriedAgainWithTheWhole() {
    World world = new World(VIDEO);
    world.broken = true;
    world.learn("198.18.0.1", 60, "video.example");
    assertThat(world.engine.commit()).isFalse();
    world.broken = false;
    world.pass(1);
    assertThat(world.kernel).hasSize(1);
    assertThat(world.engine.commit()).isTrue();
  }

  @Test
  void aRestartFindsEverythingAgain() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 600, "video.example");
    world.see("198.18.0.2", 60, "shop.example", "cdn.video.example");
    world.now += 30_000;
    world.restart(VIDEO);
    assertThat(world.kernel).hasSize(2);
    world.pass(120);
    assertThat(world.kernel.keySet()).containsExactly(Address.parse("198.18.0.1"));
  }

  @Test
  void aRestartBeforeTheClockIsSetKeepsNothingForLongerThanAnAnswerWould() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 600, "video.example");
    world.now -= 500_000_000;
    world.restart(VIDEO);
    world.pass(3600);
    assertThat(world.kernel).hasSize(1);
    world.pass(120);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void overACapTheOldestUnusedGoes() {
    World world = new World(new Limits(3, 64, 100, 100), VIDEO);
    world.connections.add(Address.parse("198.18.0.1"));
    for (int i = 1; i <= 3; i++) {
      world.see("198.18.0." + i, 3600, "video.example");
      world.pass(1);
    }
    assertThat(world.see("198.18.0.4", 3600, "video.example")).isEqualTo(Learned.FULL);
    world.pass(6);
    assertThat(world.see("198.18.0.4", 3600, "video.example")).isEqualTo(Learned.PENDING);
    assertThat(world.kernel.keySet())
        .extracting(Address::toString)
        .containsExactly("198.18.0.1", "198.18.0.3", "198.18.0.4");
  }

  @Test
  void whereAnAddressHasNoRoomForANameAnotherOfItsRuleHoldsIt() {
    World world = new World(new Limits(10, 2, 100, 100), VIDEO);
    world.connections.add(Address.parse("198.18.0.1"));
    world.see("198.18.0.1", 60, "a.video.example");
    world.see("198.18.0.1", 60, "b.video.example");
    world.pass(50);
    assertThat(world.see("198.18.0.1", 600, "c.video.example")).isEqualTo(Learned.KNOWN);
    world.connections.clear();
    world.pass(300);
    assertThat(world.kernel).containsKey(Address.parse("198.18.0.1"));
    world.pass(400);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void aFullNameLeavesRoomForOthers() {
    World world = new World(new Limits(1, 64, 2, 100), VIDEO);
    world.connections.add(Address.parse("198.18.0.1"));
    world.see("198.18.0.9", 3600, "b.video.example");
    world.see("198.18.0.1", 3600, "a.video.example");
    world.pass(6);
    assertThat(world.see("198.18.0.2", 3600, "a.video.example")).isEqualTo(Learned.FULL);
    world.pass(6);
    assertThat(world.see("198.18.0.2", 3600, "a.video.example")).isEqualTo(Learned.FULL);
    assertThat(world.see("198.18.0.3", 3600, "c.video.example")).isEqualTo(Learned.PENDING);
  }

  @Test
  void aScanThatIsNeverAnsweredIsAskedForAgain() {
    World world = new World(VIDEO);
    world.see("198.18.0.1", 60, "video.example");
    for (int i = 0; i < 120; i++) {
      world.now += 1000;
      world.engine.tick();
      world.forgetScan();
    }
    world.pass(120);
    assertThat(world.kernel).isEmpty();
  }

  @Test
  void theCapsOfARuleAndOfAllHold() {
    World world =
        new World(new Limits(10, 10, 20, 30), VIDEO, rule("work", ISP, 0, "work.example"));
    world.see("198.18.9.9", 3600, "video.example");
    world.pass(10);
    for (int i = 0; i < 200; i++) {
      world.see("198.18.0." + i, 3600, "n" + i / 5 + ".video.example");
      world.see("198.18.1." + i, 3600, "n" + i / 5 + ".work.example");
      if (i % 10 == 0) {
        world.pass(6);
      }
      Snapshot snapshot = world.engine.snapshot();
      assertThat(snapshot.leases()).isLessThanOrEqualTo(30);
      assertThat(snapshot.rules()).allMatch(rule -> rule.leases() <= 20);
    }
    assertThat(world.engine.snapshot().leases()).isGreaterThan(20);
  }

  @Test
  void theSameInputsGiveTheSameTransactions() {
    String first = story();
    assertThat(story()).isEqualTo(first).contains("apply");
  }

  private static String story() {
    World world = new World(VIDEO, rule("work", ISP, 5, "work.example"));
    for (int i = 0; i < 300; i++) {
      world.see("198.18.0." + i % 50, 60 + i, (i % 3 == 0 ? "work" : "video") + ".example");
      world.pass(i % 4);
    }
    return world.told();
  }
}
