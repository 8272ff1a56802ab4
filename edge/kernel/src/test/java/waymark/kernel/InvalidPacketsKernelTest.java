package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Sockets that are closed when connection tracking has forgotten their connections. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvalidPacketsKernelTest {
  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("only", Policies.VPN, "198.18.1.0/24", "2001:2:0:1:1::/80"),
          Policies.rule(
              "first", List.of(Policies.VPN, Link.DIRECT), "198.18.2.0/24", "2001:2:0:1:2::/80"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  static Stream<PlaneKind> planes() {
    return Stream.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  /** Of the client and of the router, by both families. */
  private List<Socket> open(String isp, String... addresses) {
    List<Socket> sockets = new ArrayList<>();
    for (String who : List.of("client", "router")) {
      testNetwork.in(
          who,
          () -> {
            for (String address : addresses) {
              Socket socket = new Socket(TestNetwork.address(address), 80);
              assertThat(TestClient.request(socket)).as(address).isEqualTo(isp);
              sockets.add(socket);
            }
            return 0;
          });
    }
    return sockets;
  }

  /** Half of them by a FIN, half by a RST. */
  private static void close(List<Socket> sockets) throws IOException {
    for (int i = 0; i < sockets.size(); i++) {
      if (i % 2 == 0) {
        sockets.get(i).setSoLinger(true, 0);
      }
      sockets.get(i).close();
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void nothingOfThemLeavesByAnotherLink(PlaneKind plane) throws Exception {
    testRouter.start(POLICY, plane);
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      sockets.addAll(
          open("isp2", "198.18.1.7", "2001:2:0:1:1::7", "198.18.2.7", "2001:2:0:1:2::7"));
      // One more, so that each address is closed in both ways.
      sockets.addAll(open("isp2", "198.18.1.8"));
    }
    testNetwork.forgetPackets();
    testRouter.host().judge(Map.of("vpn", "no answer"), Map.of());
    Eventually.holds(
        "the connections are ended",
        () ->
            !testNetwork
                .run("router", "conntrack -L 2>/dev/null; conntrack -L -f ipv6 2>/dev/null")
                .contains("dport=80"));
    close(sockets);
    Thread.sleep(500);
    assertThat(testNetwork.wrong()).isZero();
  }

  /** Where answers come back by another router, connection tracking never knows a connection. */
  @ParameterizedTest
  @MethodSource("planes")
  void whatIsDirectPasses(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    List<Socket> sockets = open("isp1", "198.19.1.7", "2001:2:0:2:1::7");
    testNetwork.forgetPackets();
    testNetwork.run("router", "conntrack -F 2>/dev/null");
    close(sockets);
    Eventually.holds("they arrive", () -> testNetwork.packets("isp1", "isp1") >= sockets.size());
  }
}
