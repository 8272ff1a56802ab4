package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Transition;
import waymark.kernel.fixture.DnsLoad;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.HangingCommand;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.CaptureSettings.WithoutDaemon;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** The kernel stops holding answers when nobody reads them, and only then. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldLapseKernelTest {
  private static final String UNRELATED = "www.other.example";
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          """
          host-record=www.other.example,198.18.0.9
          host-record=www.video.example,198.18.0.7
          host-record=new.video.example,198.18.0.8
          """);

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private Optional<Process> running = Optional.empty();

  private Process started(PlaneKind plane, WithoutDaemon withoutDaemon) {
    Process daemon = testNetwork.daemon(plane, withoutDaemon);
    running = Optional.of(daemon);
    Eventually.holds("it is ready", () -> testNetwork.said(daemon).contains("ready"));
    return daemon;
  }

  private void signal(String signal, Process daemon) {
    testNetwork.run("router", "kill -" + signal + " " + daemon.pid());
  }

  @AfterEach
  void end() {
    running.ifPresent(daemon -> daemon.destroyForcibly().onExit().join());
    running = Optional.empty();
  }

  private List<InetAddress> ask(String name) {
    return testNetwork.in(
        "client", () -> new TestClient(TestRouter.DNS, 500).askOnce(name, TestClient.A));
  }

  private String visit(String name) {
    InetAddress address = ask(name).getFirst();
    return testNetwork.in("client", () -> TestClient.visit(address));
  }

  private boolean isHolding(PlaneKind plane) {
    String renewed =
        switch (plane) {
          case PlaneKind.OfNftables _, PlaneKind.OfRoutes _ ->
              "nft list set inet waymark holding | grep expires || :";
          case PlaneKind.OfIpset _ -> "ipset list waymark-hold | grep ^128.0.0.0/1 || :";
        };
    return !testNetwork.run("router", renewed).isBlank();
  }

  @EveryPlane
  void answersPassWhileTheDaemonIsStoppedAndAreHeldAfterwards(PlaneKind plane) {
    Process daemon = started(plane, WithoutDaemon.PASS);
    assertThat(ask(UNRELATED)).hasSize(1);
    signal("STOP", daemon);
    // The daemon may read an answer yet before all its threads have stopped.
    Eventually.holds("nobody holds them", () -> !isHolding(plane));
    Eventually.holds("answers pass again", () -> !ask(UNRELATED).isEmpty());
    assertThat(ask("www.video.example")).hasSize(1);

    signal("CONT", daemon);
    Eventually.holds("answers are held again", () -> isHolding(plane));
    testNetwork.forgetPackets();
    assertThat(visit("new.video.example")).isEqualTo("isp2");
    // What passed meanwhile was copied for the daemon.
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @EveryPlane
  void theyAreDroppedInsteadWhereThatIsAskedFor(PlaneKind plane) {
    Process daemon = started(plane, WithoutDaemon.DROP);
    assertThat(ask(UNRELATED)).hasSize(1);
    signal("STOP", daemon);
    Eventually.holds("nobody holds them", () -> !isHolding(plane));
    assertThat(ask(UNRELATED)).isEmpty();

    signal("CONT", daemon);
    Eventually.holds("they are held again", () -> isHolding(plane));
    assertThat(visit("new.video.example")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();

    end();
    assertThat(ask(UNRELATED)).isEmpty();
    started(plane, WithoutDaemon.PASS);
    assertThat(visit("www.video.example")).isEqualTo("isp2");
  }

  @EveryPlane
  void aDaemonThatEndsStopsTheHold(PlaneKind plane) {
    testRouter.start(POLICY, CaptureSettings.DEFAULT, plane).close();
    Eventually.holds("nothing is held", () -> !isHolding(plane));
    assertThat(ask(UNRELATED)).hasSize(1);
    testRouter.start(POLICY, CaptureSettings.DEFAULT, plane);
    Eventually.holds("answers are held again", () -> isHolding(plane));
  }

  @EveryPlane
  void aCommandThatHangsDoesNotStopIt(PlaneKind plane) throws Exception {
    testRouter.start(POLICY, CaptureSettings.DEFAULT, plane);
    String command =
        switch (plane) {
          case PlaneKind.OfNftables _, PlaneKind.OfRoutes _ -> "nft";
          case PlaneKind.OfIpset _ -> "iptables-restore";
        };
    long unread = unread();
    CompletableFuture<Transition> replacing;
    try (DnsLoad load = DnsLoad.begin(testNetwork, UNRELATED)) {
      try (HangingCommand hanging = HangingCommand.of(command)) {
        replacing =
            testRouter
                .host()
                .replace(
                    Policies.policy(Policies.rule("films", Policies.VPN, "video.example")),
                    List.of());
        hanging.await();
        // Longer than the hold lasts without its renewal.
        Thread.sleep(4_000);
        assertThat(replacing).isNotDone();
      }
      replacing.join();
      assertThat(load.unanswered()).isZero();
    }
    assertThat(unread()).isEqualTo(unread);
    assertThat(visit("www.video.example")).isEqualTo("isp2");
  }

  private long unread() {
    return testRouter.report().gaps().unseen().unread();
  }
}
