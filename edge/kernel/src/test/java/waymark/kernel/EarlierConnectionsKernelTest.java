package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Echo;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** A connection from before the first start that nobody has answered yet. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlierConnectionsKernelTest {
  private static final String SITE = "198.18.0.7";
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "198.18.0.0/16"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void removeForeign() {
    testNetwork.run("router", "nft delete table inet firewall 2>/dev/null || :");
  }

  @EveryPlane
  void takesTheLinkOfItsRule(PlaneKind plane) throws Exception {
    // Connections are tracked because of some firewall.
    testNetwork.run(
        "router",
        """
        echo 1 > /proc/sys/net/ipv4/ip_forward
        nft -f - <<'END'
        table inet firewall { chain c { type filter hook forward priority 0; ct state new accept; }
        }
        END
        """);
    InetSocketAddress site = new InetSocketAddress(TestNetwork.address(SITE), Echo.PORT);
    try (Echo _ = testNetwork.in("isp2", () -> Echo.open(SITE));
        DatagramSocket client = testNetwork.in("client", () -> new DatagramSocket())) {
      client.send(new DatagramPacket(new byte[] {7}, 1, site));
      Eventually.holds("it is tracked", () -> tracked().contains("[UNREPLIED]"));
      assertThat(testNetwork.packets("isp1", "isp2")).isPositive();
      testRouter.start(POLICY, plane);
      Eventually.holds("it is forgotten", () -> !tracked().contains("[UNREPLIED]"));
      testNetwork.forgetPackets();
      Eventually.holds("an answer", () -> isAnswered(client, site));
    }
    assertThat(testNetwork.wrong()).isZero();
  }

  private String tracked() {
    return testNetwork.run("router", "conntrack -L -d " + SITE + " 2>/dev/null");
  }

  private static boolean isAnswered(DatagramSocket client, InetSocketAddress site)
      throws IOException {
    client.setSoTimeout(500);
    client.send(new DatagramPacket(new byte[] {7}, 1, site));
    try {
      client.receive(new DatagramPacket(new byte[9], 9));
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }
}
