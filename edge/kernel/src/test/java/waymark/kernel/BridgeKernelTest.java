package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * Guests at a bridge of the router, where the firewall sees bridged packets: those with another
 * gateway are left alone, those with the router as gateway are steered.
 *
 * <pre>
 *  client eth9 ── p1 br9 p2 ── eth9 isp1, the other gateway      10.9.0.2, .9 (router), .1   fd09::
 * </pre>
 */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeKernelTest {
  private static final List<Policy> POLICIES =
      List.of(
          Policies.policy(
              Policies.rule("video", Policies.VPN, "198.18.0.0/16", "2001:2:0:1::/64"),
              Policies.rule("ads", Link.BLOCK, "198.19.99.0/24", "2001:2:0:2:99::/80")),
          // Default deny.
          Policy.compile(
              List.of(Policies.VPN),
              List.of(Policies.rule("video", Policies.VPN, "198.18.0.0/16", "2001:2:0:1::/64")),
              List.of(Link.BLOCK)));

  /** Of a rule for the link, and of one that blocks; the client reaches them by another gateway. */
  private static final List<String> BRIDGED =
      List.of("198.18.77.1", "198.19.99.77", "2001:2:0:1:77::1", "2001:2:0:2:99:77::1");

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  static List<PlaneKind> planes() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @BeforeAll
  void build() {
    testNetwork.run(
        "router",
        """
        ip link add br9 type bridge
        ip link add p1 type veth peer name eth9 netns client
        ip link add p2 type veth peer name eth9 netns isp1
        ip link set p1 master br9
        ip link set p2 master br9
        for i in br9 p1 p2; do ip link set $i up; done
        ip address add 10.9.0.9/24 dev br9
        ip address add fd09::9/64 dev br9 nodad
        echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables
        echo 1 > /proc/sys/net/bridge/bridge-nf-call-ip6tables
        """);
    testNetwork.run(
        "client",
        """
        ip link set eth9 up
        ip address add 10.9.0.2/24 dev eth9
        ip address add fd09::2/64 dev eth9 nodad
        ip route add 198.18.77.0/24 via 10.9.0.1
        ip route add 198.19.99.77 via 10.9.0.1
        ip -6 route add 2001:2:0:1:77::/80 via fd09::1
        ip -6 route add 2001:2:0:2:99:77::1 via fd09::1
        ip route add 198.18.78.0/24 via 10.9.0.9
        ip route add 198.19.99.78 via 10.9.0.9
        ip -6 route add 2001:2:0:1:78::/80 via fd09::9
        """);
    testNetwork.run(
        "isp1",
        """
        ip link set eth9 up
        ip address add 10.9.0.1/24 dev eth9
        ip address add fd09::1/64 dev eth9 nodad
        """);
  }

  @AfterEach
  void removeForeign() {
    testNetwork.run("router", "nft delete table inet foreign 2>/dev/null || :");
  }

  private String visit(String address) {
    return testNetwork.in(
        "client",
        () -> {
          try (Socket socket = new Socket()) {
            socket.setSoTimeout(3_000);
            socket.connect(new InetSocketAddress(TestNetwork.address(address), 80), 3_000);
            return TestClient.request(socket) + TestClient.request(socket);
          } catch (IOException _) {
            return "failed";
          }
        });
  }

  private void assertLeftAlone() {
    for (String address : BRIDGED) {
      assertThat(visit(address)).as(address).isEqualTo("isp1isp1");
    }
    assertThat(testRouter.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
    assertThat(testRouter.report().denyCounters().strays()).isZero();
  }

  @ParameterizedTest
  @MethodSource("planes")
  void guestsWithAnotherGatewayAreLeftAlone(PlaneKind plane) {
    testRouter.start(POLICIES.getFirst(), plane);
    assertLeftAlone();
    // The same guests by way of the router.
    assertThat(visit("198.18.78.1")).isEqualTo("isp2isp2");
    assertThat(visit("2001:2:0:1:78::1")).isEqualTo("isp2isp2");
    assertThat(visit("198.19.99.78")).isEqualTo("failed");
  }

  @ParameterizedTest
  @MethodSource("planes")
  void defaultDenyLeavesThemAlone(PlaneKind plane) {
    testRouter.start(POLICIES.getLast(), plane);
    assertLeftAlone();
    assertThat(visit("198.18.78.1")).isEqualTo("isp2isp2");
    assertThat(visit("198.19.99.78")).isEqualTo("failed");
  }

  @ParameterizedTest
  @MethodSource("planes")
  void untrackedPacketsOfThemAreLeftAlone(PlaneKind plane) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet foreign {
          chain pre { type filter hook prerouting priority raw; iifname "br9" notrack; }
        }
        END
        """);
    testRouter.start(POLICIES.getFirst(), plane);
    assertLeftAlone();
  }
}
