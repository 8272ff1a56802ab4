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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** Replies leave by the link that their connection came in by. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepliesKernelTest {
  private static final int SERVICE = 7071;
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "198.18.0.0/16", "2001:2:0:1::/64"));

  /** An address of the whole internet behind the second provider, of a rule and of none. */
  private static final List<String> CALLERS =
      List.of("198.18.0.7", "198.19.0.7", "2001:2:0:1::7", "2001:2:0:2::7");

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  static List<PlaneKind> planesWithRules() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @BeforeAll
  void leadToTheClient() {
    testNetwork.run("isp2", "echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind");
    // An office that knows the way to the client's network.
    testNetwork.run(
        "isp2", "ip route add 10.0.0.0/24 via 10.2.0.2; ip -6 route add fd00::/64 via fd00:2::2");
  }

  @AfterEach
  void removeTranslation() {
    testNetwork.run("router", "nft delete table inet translation 2>/dev/null || :");
  }

  /** Whether a service answers a caller behind the second provider. */
  private boolean answers(String caller, String service) {
    return testNetwork.in(
        "isp2",
        () -> {
          try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(TestNetwork.address(caller), 0));
            socket.connect(new InetSocketAddress(TestNetwork.address(service), SERVICE), 3_000);
            return true;
          } catch (IOException _) {
            return false;
          }
        });
  }

  private static boolean isIpv4(String address) {
    return address.indexOf(':') < 0;
  }

  private void assertAnswered(String ipv4, String ipv6) {
    for (String caller : CALLERS) {
      assertThat(answers(caller, isIpv4(caller) ? ipv4 : ipv6)).as(caller).isTrue();
    }
    assertThat(testRouter.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
  }

  @EveryPlane
  void callersOfTheRouterAreAnswered(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    try (ServerSocket _ = testNetwork.in("router", () -> new ServerSocket(SERVICE))) {
      assertAnswered("10.2.0.2", "fd00:2::2");
    }
  }

  @EveryPlane
  void callersOfAForwardedPortAreAnswered(PlaneKind plane) throws IOException {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet translation {
          chain pre { type nat hook prerouting priority dstnat;
            ip daddr 10.2.0.2 tcp dport 7071 dnat ip to 10.0.0.2
            ip6 daddr fd00:2::2 tcp dport 7071 dnat ip6 to fd00::2
          }
        }
        END
        """);
    testRouter.start(POLICY, plane);
    try (ServerSocket _ = testNetwork.in("client", () -> new ServerSocket(SERVICE))) {
      assertAnswered("10.2.0.2", "fd00:2::2");
    }
  }

  @EveryPlane
  void anOfficeBehindTheLinkIsAnswered(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    try (ServerSocket _ = testNetwork.in("client", () -> new ServerSocket(SERVICE))) {
      assertAnswered("10.0.0.2", "fd00::2");
    }
  }

  /** Others that mark everything do not lead them elsewhere. */
  @ParameterizedTest
  @MethodSource("planesWithRules")
  void repliesHaveTheirMarkUnderMarksOfOthers(PlaneKind plane) throws IOException {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet translation {
          chain pre { type filter hook prerouting priority mangle; meta mark set 0x10; }
          chain out { type route hook output priority mangle; meta mark set 0x10; }
        }
        END
        """);
    testRouter.start(POLICY, plane);
    try (ServerSocket _ = testNetwork.in("router", () -> new ServerSocket(SERVICE))) {
      assertAnswered("10.2.0.2", "fd00:2::2");
    }
  }

  /** A neighbour on the link is answered at once, and not by way of the gateway. */
  @EveryPlane
  void aNeighbourOnTheLinkIsAnswered(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    assertThat(testNetwork.run("router", "ip route show table 7002"))
        .contains("10.2.0.0/24 dev up2");
    assertThat(testNetwork.run("router", "ip -6 route show table 7002"))
        .contains("fd00:2::/64 dev up2");
    try (ServerSocket _ = testNetwork.in("router", () -> new ServerSocket(SERVICE))) {
      assertThat(answers("10.2.0.1", "10.2.0.2")).isTrue();
      assertThat(answers("fd00:2::1", "fd00:2::2")).isTrue();
    }
  }
}
