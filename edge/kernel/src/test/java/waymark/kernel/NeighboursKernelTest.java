package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** A default that leads to a link is about what is beyond the host's own networks. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighboursKernelTest {

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();
  private String linkLocal;

  @BeforeAll
  void find() {
    linkLocal =
        testNetwork
                .run("client", "ip -6 -o address show dev eth0 scope link")
                .replaceAll("(?s).*inet6 ([0-9a-f:]+)/.*", "$1")
            + "%"
            + testNetwork.run("router", "ip -o link show c0 | cut -d: -f1").strip();
  }

  @AfterEach
  void stop() {
    testNetwork.run("router", "ip address delete 10.0.9.1/24 dev c0 2>/dev/null || :");
  }

  private void start(PlaneKind plane) {
    Policy policy = Policy.compile(List.of(Policies.VPN), List.of(), List.of(Policies.VPN));
    testRouter.start(policy, plane);
  }

  /** Whether a service there is reached from the router. */
  private boolean reached(String address) throws Exception {
    try (ServerSocket service = testNetwork.in("client", () -> new ServerSocket(0))) {
      return testNetwork.in(
          "router",
          () -> {
            try (Socket socket = new Socket()) {
              socket.connect(
                  new InetSocketAddress(TestNetwork.address(address), service.getLocalPort()),
                  5_000);
              return true;
            } catch (IOException _) {
              return false;
            }
          });
    }
  }

  @EveryPlane
  void theyAreReachedAsBefore(PlaneKind plane) throws Exception {
    start(plane);
    for (String address : List.of("10.0.0.2", "fd00::2", linkLocal)) {
      assertThat(reached(address)).as(address).isTrue();
    }
    // From one network of the router's to another.
    assertThat(
            testNetwork.in(
                "client",
                () -> {
                  try (Socket socket = new Socket("10.1.0.1", 80)) {
                    return TestClient.request(socket);
                  }
                }))
        .isEqualTo("isp1");
    for (String address : List.of("198.19.0.7", "2001:2:0:2::7")) {
      assertThat(testNetwork.in("client", () -> TestClient.visit(TestNetwork.address(address))))
          .as(address)
          .isEqualTo("isp2");
    }
  }

  @EveryPlane
  void multicastAndBroadcastLeaveAsBefore(PlaneKind plane) {
    String before = wayOfMulticastAndBroadcast();
    start(plane);
    assertThat(wayOfMulticastAndBroadcast()).isEqualTo(before).contains("up1");
  }

  private String wayOfMulticastAndBroadcast() {
    return testNetwork.run(
        "router",
        "for to in 239.1.2.3 255.255.255.255 ff05::3; do ip route get $to | grep -o 'dev .* src [^"
            + " ]*'; done");
  }

  @EveryPlane
  void aNetworkThatIsNewIsNoticed(PlaneKind plane) throws Exception {
    testNetwork.run("client", "ip address add 10.0.9.2/24 dev eth0");
    start(plane);
    testNetwork.run("router", "ip address add 10.0.9.1/24 dev c0");
    Eventually.holds("it is reached", () -> isReached("10.0.9.2"));
    testNetwork.run("client", "ip address delete 10.0.9.2/24 dev eth0");
  }

  private boolean isReached(String address) {
    try {
      return reached(address);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
