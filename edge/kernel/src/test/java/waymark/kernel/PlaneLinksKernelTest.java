package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;

/** Every plane follows the links as they come and go. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaneLinksKernelTest {
  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void repairTheCable() {
    testNetwork.run("isp2", "ip link set eth0 up; ip address replace fd00:2::1/64 dev eth0 nodad");
  }

  /** The second uplink has no carrier. Of an interface that goes the kernel ends some itself. */
  private void breakTheCable() {
    testNetwork.run("isp2", "ip link set eth0 down");
  }

  @EveryPlane
  void aLinkThatIsDownIsRefusedOrFollowedByTheNext(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testNetwork.unplug();
    Eventually.holds("it is seen", () -> !testRouter.report().links().get("vpn").up());
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://late.video.example/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://198.18.200.5/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    assertThat(testRouter.curl("http://spare.example/")).isEqualTo("isp1");
    testNetwork.plugIn();
    Eventually.holds(
        "it is back", () -> testRouter.curl("http://www.video.example/").equals("isp2"));
    assertThat(testRouter.curl("http://late.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://spare.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.18.200.5/")).isEqualTo("isp2");
    assertThat(testRouter.repairs()).isZero();
  }

  @EveryPlane
  void aLinkThatFailsItsCheckIsAsOneThatIsDown(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://spare.example/")).isEqualTo("isp2");
    testRouter.host().judge(Map.of("vpn", "no answer"), Map.of());
    assertThat(testRouter.report().links().get("vpn").up()).isFalse();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://spare.example/")).isEqualTo("isp1");
    testRouter.host().judge(Map.of(), Map.of());
    assertThat(testRouter.report().links().get("vpn").up()).isTrue();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://spare.example/")).isEqualTo("isp2");
    assertThat(testRouter.repairs()).isZero();
  }

  /** So short that all is seen as it was, but that the kernel has taken routes away. */
  @ParameterizedTest
  @MethodSource("moments")
  void aLinkThatWasAwayForAMomentIsTakenAsBefore(PlaneKind plane, String moment) {
    Link link = Policies.link("vpn", "up2", "10.2.0.1");
    testRouter.start(
        Policies.policy(
            List.of(link), Policies.rule("spare", List.of(link, Link.DIRECT), "198.18.0.0/16")),
        plane);
    assertThat(testRouter.curl("http://198.18.0.9/")).isEqualTo("isp2");
    testNetwork.run("router", "ip -batch - <<'END'\n" + moment + "END\n");
    Eventually.holds("it is taken", () -> testRouter.curl("http://198.18.0.9/").equals("isp2"));
  }

  static Stream<Arguments> moments() {
    String down =
        """
        link set up2 down
        link set up2 up
        address add fd00:2::2/64 dev up2 nodad
        """;
    String withoutAddress =
        """
        address delete 10.2.0.2/24 dev up2
        address add 10.2.0.2/24 dev up2
        """;
    return TestRouter.planes().stream()
        .flatMap(plane -> Stream.of(down, withoutAddress).map(it -> Arguments.of(plane, it)));
  }

  /** Those by which a connection keeps its link. */
  static List<PlaneKind> marking() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @ParameterizedTest
  @MethodSource("marking")
  void whatWentByALinkIsEndedWhenItIsDownAtTheStart(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    whileConnected(
        open -> {
          testRouter.host().close();
          breakTheCable();
          testRouter.start(Sites.POLICY, plane);
          Eventually.holds("what went by it is ended", () -> isEnded(open));
        });
  }

  /** The repair is the first to see that the link is down. */
  @ParameterizedTest
  @MethodSource("marking")
  void whatWentByALinkIsEndedWhenARepairFindsItDown(PlaneKind plane) {
    testRouter.startInspecting(Sites.POLICY, plane);
    whileConnected(
        open -> {
          breakTheCable();
          testNetwork.run(
              "router",
              plane.equals(PlaneKind.IPSET)
                  ? "iptables -t mangle -F WAYMARK_STEER"
                  : "nft flush chain inet waymark steer");
          Eventually.holds(
              "it is repaired", Duration.ofSeconds(30), () -> testRouter.repairs() > 0);
          assertThat(isEnded(open)).isFalse();
          testRouter.host().judge(Map.of(), Map.of());
          Eventually.holds("what went by it is ended", () -> isEnded(open));
        });
  }

  /** The links' own rules are repaired by a look at the links, which sees all that is down. */
  @ParameterizedTest
  @MethodSource("marking")
  void whatWentByALinkIsEndedWhenItsRulesAreRepaired(PlaneKind plane) {
    testRouter.startInspecting(Sites.POLICY, plane);
    whileConnected(
        open -> {
          breakTheCable();
          testNetwork.run("router", "ip rule delete priority 7002");
          Eventually.holds("what went by it is ended", () -> isEnded(open));
          Eventually.holds("and that is a repair", () -> testRouter.repairs() > 0);
        });
  }

  /** As when the disk is full: nothing can be said to the commands that write chains. */
  @EveryPlane
  void aLinkThatGoesDownWhileTheKernelCannotBeToldIsFollowedLater(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    whileConnected(
        open -> {
          testNetwork.run("router", obstacles(plane));
          testRouter.host().judge(Map.of("vpn", "no answer"), Map.of());
          testNetwork.run("router", "sleep 1.5");
          testNetwork.run("router", "rm -r /run/waymark; rmdir " + onDisk(plane));
          Eventually.holds(
              "the next link is taken",
              () -> testRouter.curl("http://spare.example/").equals("isp1"));
          if (marking().contains(plane)) {
            Eventually.holds("what went by it is ended", () -> isEnded(open));
          }
        });
    Eventually.holds("it is known", () -> !testRouter.report().links().get("vpn").up());
  }

  private String onDisk(PlaneKind plane) {
    String name = plane.equals(PlaneKind.IPSET) ? "script.iptables" : "script.nft";
    return testNetwork.folder().resolve("state").resolve(name).toString();
  }

  private String obstacles(PlaneKind plane) {
    String file = onDisk(plane);
    return "rm -rf /run/waymark " + file + "; touch /run/waymark; mkdir " + file;
  }

  /** Does something while a connection of the client's, by the second uplink, is open. */
  private void whileConnected(Consumer<Socket> task) {
    testNetwork.in(
        "client",
        () -> {
          TestClient testClient = new TestClient(TestRouter.DNS, 1000);
          try (Socket open =
              new Socket(testClient.ask("spare.example", TestClient.A).getFirst(), 80)) {
            assertThat(TestClient.request(open)).isEqualTo("isp2");
            task.accept(open);
          }
          return 0;
        });
  }

  /** Not one that is just silent. */
  private static boolean isEnded(Socket socket) {
    try {
      socket.setSoTimeout(5_000);
      TestClient.request(socket);
      return false;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }
}
