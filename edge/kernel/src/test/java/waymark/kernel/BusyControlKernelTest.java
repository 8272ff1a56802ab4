package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static waymark.kernel.fixture.TestClient.A;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Event;
import waymark.engine.Transition;
import waymark.kernel.fixture.DnsLoad;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.HangingCommand;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** Answers go on while the control thread is at work, or hangs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusyControlKernelTest {
  private static final int MANY = 200_000;

  /** So many that a plane is busy with them for a while. */
  private static final int SOME = 20_000;

  /** Answers that are read while nobody waits for the kernel take a fraction of this together. */
  private static final int ENOUGH = 20;

  private static final String UNRELATED = "www.other.example";
  private static final String SITE = "198.18.0.7";
  private static final String NEW_SITE = "198.18.0.8";

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          """
          host-record=www.other.example,198.19.0.9
          host-record=www.video.example,198.18.0.7
          host-record=new.video.example,198.18.0.8
          """);

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private static Policy policy(String name, int networks) {
    List<Network> list = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      list.add(new Network(Address.ofIpv4(0x0b000000 + i * 32), 28));
    }
    return Policies.policy(
        new Rule("list", List.of(Policies.VPN), List.of(), list, 0, Lifetime.DEFAULT, false),
        Policies.rule(name, Policies.VPN, "video.example"));
  }

  private InterfaceState vpn() {
    return testRouter.report().links().get("vpn");
  }

  private String visit(String address) {
    return testNetwork.in("client", () -> TestClient.visit(TestNetwork.address(address)));
  }

  /** Nobody waited in vain, and nothing took the wrong link. */
  private void allIsWell(DnsLoad load) {
    load.more(ENOUGH);
    assertThat(load.unanswered()).isZero();
    allGoRight();
  }

  private void allGoRight() {
    assertThat(visit(SITE)).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @Test
  void unrelatedNamesAreAnsweredWhileALargePolicyIsInstalled() {
    testRouter.start(policy("video", 0));
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED)) {
      CompletableFuture<Transition> replacing =
          testRouter.host().replace(policy("names", MANY), List.of());
      int before = load.answered();
      replacing.join();
      assertThat(load.answered() - before).isGreaterThan(ENOUGH);
      testRouter.ask("www.video.example");
      allIsWell(load);
    }
    assertThat(testRouter.report().capture().dropped()).isZero();
  }

  @EveryPlane
  void unrelatedNamesAreAnsweredWhileACommandHangs(PlaneKind plane) {
    testRouter.start(policy("video", 0), plane);
    testRouter.ask("www.video.example");
    String command =
        switch (plane) {
          case PlaneKind.OfNftables _, PlaneKind.OfRoutes _ -> "nft";
          case PlaneKind.OfIpset _ -> "iptables-restore";
        };
    CompletableFuture<Transition> replacing;
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED, SITE)) {
      try (HangingCommand hanging = HangingCommand.of(command)) {
        replacing = testRouter.host().replace(policy("names", 0), List.of());
        hanging.await();
        load.more(ENOUGH);
        assertThat(ask("www.video.example")).containsExactly(TestNetwork.address(SITE));
        assertThat(visit(SITE)).isEqualTo("isp2");
        assertThat(ask("new.video.example")).as("what the kernel cannot be told").isEmpty();
        Eventually.holds("an event says so", this::isFaulty);
        assertThat(replacing).isNotDone();
      }
      replacing.join();
      assertThat(ask("new.video.example")).containsExactly(TestNetwork.address(NEW_SITE));
      assertThat(visit(NEW_SITE)).isEqualTo("isp2");
      allIsWell(load);
      assertThat(load.taken()).containsExactly("isp2");
    }
    assertThat(testRouter.report().capture().dropped()).isPositive();
  }

  private boolean isFaulty() {
    return testRouter.host().events().since(0, 1_000).entries().stream()
        .anyMatch(
            entry ->
                entry.event() instanceof Event.Faulty(String what) && what.contains("dropped"));
  }

  private List<InetAddress> ask(String name) {
    return testNetwork.in("client", () -> new TestClient(TestRouter.DNS, 500).ask(name, A));
  }

  @EveryPlane
  void unrelatedNamesAreAnsweredWhileAListGrows(PlaneKind plane) {
    testRouter.start(policy("video", SOME), plane);
    testRouter.ask("www.video.example");
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED, SITE)) {
      testRouter.host().replace(policy("video", SOME + 1), List.of()).join();
      allIsWell(load);
      assertThat(load.taken()).containsExactly("isp2");
    }
    assertThat(testRouter.report().capture().dropped()).isZero();
  }

  @EveryPlane
  void unrelatedNamesAreAnsweredWhileTheDaemonRestarts(PlaneKind plane) {
    testRouter.start(policy("video", SOME), plane);
    testRouter.ask("www.video.example");
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED, SITE)) {
      load.more(ENOUGH);
      testRouter.host().close();
      load.more(ENOUGH);
      testRouter.start(policy("video", SOME), plane);
      allIsWell(load);
      assertThat(load.taken()).containsExactly("isp2");
    }
    assertThat(testRouter.report().capture().dropped()).isZero();
  }

  @EveryPlane
  void unrelatedNamesAreAnsweredWhileALinkFlaps(PlaneKind plane) {
    testRouter.start(policy("video", SOME), plane);
    testRouter.ask("www.video.example");
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED, SITE)) {
      for (int i = 0; i < 2; i++) {
        testNetwork.unplug();
        Eventually.holds("the link is away", () -> !vpn().up());
        testNetwork.plugIn();
        Eventually.holds("the link is up", () -> vpn().up());
      }
      Eventually.holds("the link is used", () -> visitsAgain().equals("isp2"));
      allIsWell(load);
      assertThat(load.taken()).isSubsetOf("isp2", DnsLoad.REFUSED);
    }
  }

  private String visitsAgain() {
    return testRouter.curl("http://" + SITE + "/");
  }

  @EveryPlane
  void unrelatedNamesAreAnsweredWhileWhatOthersRemovedIsPutBack(PlaneKind plane) {
    testRouter.start(policy("video", SOME), plane);
    testRouter.ask("www.video.example");
    long repairs = testRouter.repairs();
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED)) {
      testNetwork.run(
          "router",
          switch (plane) {
            case PlaneKind.OfNftables _ -> "nft flush ruleset";
            case PlaneKind.OfIpset _ -> "iptables -t mangle -F";
            case PlaneKind.OfRoutes _ -> "ip route flush table 7000";
          });
      Eventually.holds("a repair", () -> testRouter.repairs() > repairs);
      // The last part of it may come after it was counted.
      Eventually.holds("the link is used", () -> visitsAgain().equals("isp2"));
      testNetwork.forgetPackets();
      load.more(ENOUGH);
      // With a chain the kernel drops the packets that wait in its queue; a client asks again.
      assertThat(load.unanswered()).isLessThanOrEqualTo(1);
      allGoRight();
    }
  }
}
