package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
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

/** Packets that another program exempts from connection tracking do not leave by a wrong link. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UntrackedKernelTest {
  private static final int SERVICE = 7072;
  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "198.18.1.0/24", "2001:2:0:1:1::/80"),
          Policies.rule("ads", Link.BLOCK, "198.18.2.0/24", "2001:2:0:1:2::/80"),
          Policies.rule("open", List.of(Policies.VPN, Link.DIRECT), "198.18.3.0/24"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  static List<PlaneKind> planes() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @AfterEach
  void removeForeign() {
    testNetwork.run("router", "nft delete table inet foreign 2>/dev/null || :");
  }

  private String visit(String host, String address) {
    return testNetwork.in(
        host,
        () -> {
          try (Socket socket = new Socket()) {
            socket.setSoTimeout(2_000);
            socket.connect(new InetSocketAddress(TestNetwork.address(address), 80), 2_000);
            return TestClient.request(socket);
          } catch (IOException _) {
            return "failed";
          }
        });
  }

  @ParameterizedTest
  @MethodSource("planes")
  void theyPassOnlyWhereRulesMayLeadToDirect(PlaneKind plane) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet foreign {
          chain pre { type filter hook prerouting priority raw; tcp dport 80 notrack; tcp sport 80 notrack; }
          chain out { type filter hook output priority raw; tcp dport 80 notrack; }
        }
        END
        """);
    testRouter.start(POLICY, plane);
    for (String host : List.of("client", "router")) {
      for (String address :
          List.of("198.18.1.7", "198.18.2.7", "2001:2:0:1:1::7", "2001:2:0:1:2::7")) {
        assertThat(visit(host, address)).as(host + " " + address).isEqualTo("failed");
      }
    }
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    for (String host : List.of("client", "router")) {
      assertThat(visit(host, "198.18.3.7")).as(host).isEqualTo("isp1");
      assertThat(visit(host, "198.19.0.7")).as(host).isEqualTo("isp1");
    }
  }

  /**
   * The server may be the next to send when connection tracking has forgotten a connection by the
   * wrong link. It does not become the one that opened it.
   */
  @ParameterizedTest
  @MethodSource("planes")
  void aForgottenConnectionIsNotTurnedRound(PlaneKind plane) throws IOException {
    testNetwork.run("router", "echo 1 > /proc/sys/net/ipv4/ip_forward");
    try (ServerSocket listening = testNetwork.in("isp1", () -> new ServerSocket(SERVICE));
        Socket client =
            testNetwork.in("client", () -> new Socket(TestNetwork.address("198.18.1.7"), SERVICE));
        Socket server = listening.accept()) {
      testRouter.start(POLICY, plane);
      testNetwork.run("router", "conntrack -F 2>/dev/null");
      testNetwork.forgetPackets();
      server.getOutputStream().write(1);
      client.setSoTimeout(1_000);
      assertThatThrownBy(() -> client.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      client.getOutputStream().write(2);
      Eventually.holds("it leaves by the link", () -> testNetwork.packets("isp2", "isp2") > 0);
      assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    }
  }
}
