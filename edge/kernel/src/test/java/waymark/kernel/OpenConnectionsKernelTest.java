package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.DenyingRouter;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;

/** What becomes of connections that are open when a default or a rule begins to block them. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenConnectionsKernelTest {
  private static final int SERVICE = 2222;

  @RegisterExtension private final DenyingRouter router = new DenyingRouter();

  static List<PlaneKind> planes() {
    return DenyingRouter.planes();
  }

  private static void assertEnded(Socket socket) {
    Throwable thrown = catchThrowable(() -> TestClient.request(socket));
    assertThat(thrown)
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void whatWasOpenBeforeGoesOnOnlyWhereARuleAllowsIt(PlaneKind plane) throws IOException {
    router.by(plane);
    router
        .testNetwork()
        .run(
            "router",
            "echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1"
                + " >/proc/sys/net/ipv6/conf/all/forwarding");
    List<Socket> allowed = new ArrayList<>();
    List<Socket> forbidden = new ArrayList<>();
    for (String who : List.of("client", "router")) {
      allowed.add(router.open(who, "198.19.5.7", 80));
      allowed.add(router.open(who, "2001:2:0:2:5::7", 80));
      forbidden.add(router.open(who, "198.19.0.9", 80));
      forbidden.add(router.open(who, "2001:2:0:2::9", 80));
    }
    router.start();
    for (Socket socket : allowed) {
      assertThat(TestClient.request(socket)).isEqualTo("isp1");
      socket.close();
    }
    router.testNetwork().forgetPackets();
    for (Socket socket : forbidden) {
      assertEnded(socket);
      socket.close();
    }
    assertThat(router.leaked()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void theSessionOfManagementOutlivesTheStartAndTheLossOfConntrack(PlaneKind plane)
      throws IOException {
    router.by(plane);
    try (ServerSocket server = router.testNetwork().in("router", () -> new ServerSocket(SERVICE));
        Socket outside = router.open("isp1", "10.1.0.2", SERVICE);
        Socket session = server.accept()) {
      // This host's side is the first that connection tracking sees.
      router.start();
      for (int i = 0; i < 3; i++) {
        session.getOutputStream().write(i);
        assertThat(outside.getInputStream().read()).isEqualTo(i);
        outside.getOutputStream().write(i);
        assertThat(session.getInputStream().read()).isEqualTo(i);
        router.testNetwork().run("router", "conntrack -F 2>/dev/null");
      }
      outside.getOutputStream().write(7);
      assertThat(session.getInputStream().read()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aDefaultThatChangesToBlockEndsWhatIsOpen(PlaneKind plane) throws Exception {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.policy(Link.DIRECT));
    List<Socket> forbidden =
        List.of(
            router.open("client", "198.19.0.9", 80), router.open("router", "2001:2:0:2::9", 80));
    Socket allowed = router.open("client", "198.19.5.7", 80);
    host.replace(DenyingRouter.POLICY, List.of()).join();
    for (Socket socket : forbidden) {
      Eventually.holds(
          "it ends",
          () -> {
            Throwable thrown = catchThrowable(() -> TestClient.request(socket));
            return thrown instanceof IOException && !(thrown instanceof SocketTimeoutException);
          });
      socket.close();
    }
    assertThat(TestClient.request(allowed)).isEqualTo("isp1");
    allowed.close();
  }

  /** The second line sees the mark of the connection, which the first gives to each packet. */
  @ParameterizedTest
  @MethodSource("planes")
  void aLinksConnectionDoesNotGoOnByAnotherWithoutTheFirstLine(PlaneKind plane) throws Exception {
    router.by(plane);
    router.start();
    router.leave();
    TestNetwork testNetwork = router.testNetwork();
    try (DatagramSocket socket = testNetwork.in("client", () -> new DatagramSocket())) {
      DatagramPacket packet =
          new DatagramPacket(new byte[4], 4, TestNetwork.address("198.18.5.7"), SERVICE);
      socket.send(packet);
      Eventually.holds("it goes by its link", () -> testNetwork.packets("isp2", "isp2") > 0);
      testNetwork.run(
          "router",
          router.isNftables()
              ? "nft flush chain inet waymark prerouting"
              : "iptables -t mangle -F PREROUTING");
      for (int i = 0; i < 3; i++) {
        socket.send(packet);
        Thread.sleep(100);
      }
      assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aConnectionWhoseAddressIsBlockedLaterIsReset(PlaneKind plane) throws Exception {
    router.by(plane);
    router.start(Policies.policy(Policies.rule("ads", Link.BLOCK, "ads.example")));
    try (Socket socket = router.open("client", "198.19.0.66", 80)) {
      router
          .testNetwork()
          .in(
              "client",
              () -> new TestClient(DenyingRouter.DNS, 1000).ask("ads.example", TestClient.A));
      // A server's packet that comes right after the end would begin a connection of the server.
      Eventually.holds("it is ended", () -> router.moved() > 0);
      Eventually.holds(
          "it is reset",
          () -> {
            Throwable thrown = catchThrowable(() -> TestClient.request(socket));
            return thrown instanceof IOException && !(thrown instanceof SocketTimeoutException);
          });
    }
  }
}
