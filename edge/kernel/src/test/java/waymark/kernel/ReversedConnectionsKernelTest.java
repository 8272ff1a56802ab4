package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * Datagrams go back and forth by the wrong link until the address is learned; then their connection
 * is ended, and the server is the next to send.
 */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReversedConnectionsKernelTest {
  private static final int PORT = 7007;

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");

  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void listen() {
    testNetwork.run("isp1", "ip address add 2001:2:0:1::7/128 dev lo nodad");
  }

  private static PlaneKind plane(String word) {
    return TestRouter.planes().stream()
        .filter(plane -> plane.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "nftables, A, 198.18.0.7",
    "nftables, AAAA, 2001:2:0:1::7",
    "ipset, A, 198.18.0.7",
    "ipset, AAAA, 2001:2:0:1::7",
    "routes, A, 198.18.0.7",
    "routes, AAAA, 2001:2:0:1::7"
  })
  void anAddressThatIsLearnedLater(String plane, String type, String address) throws Exception {
    testRouter.start(policy("video.example"), plane(plane));
    leavesItsLine(address, () -> testRouter.ask("www.video.example " + type));
  }

  @ParameterizedTest
  @CsvSource({
    "nftables, 198.18.0.7",
    "nftables, 2001:2:0:1::7",
    "ipset, 198.18.0.7",
    "ipset, 2001:2:0:1::7",
    "routes, 198.18.0.7",
    "routes, 2001:2:0:1::7"
  })
  void aNetworkThatARuleNamesLater(String plane, String address) throws Exception {
    testRouter.start(policy("video.example"), plane(plane));
    leavesItsLine(
        address,
        () ->
            testRouter
                .host()
                .replace(policy("198.18.0.0/24", "2001:2:0:1::/64"), List.of())
                .join());
  }

  @EveryPlane
  void aServerThatSendsByTcp(PlaneKind plane) throws Exception {
    testRouter.start(policy("video.example"), plane);
    InetSocketAddress site = new InetSocketAddress(TestNetwork.address("198.18.0.7"), PORT);
    try (ServerSocket servers =
            testNetwork.in("isp1", () -> new ServerSocket(PORT, 1, site.getAddress()));
        Socket client =
            testNetwork.in("client", () -> new Socket(site.getAddress(), site.getPort()));
        Socket server = servers.accept()) {
      testRouter.ask("www.video.example");
      Eventually.holds("the connection is ended", () -> !isTracked());
      testNetwork.forgetPackets();
      server.getOutputStream().write(7);
      awaitAllBefore();
      client.getOutputStream().write(7);
      Eventually.holds("it takes the link", () -> testNetwork.packets("isp2", "isp2") > 0);
      assertThat(testNetwork.wrong()).isZero();
    }
  }

  /** The line that datagrams leave by at first is a link itself. */
  private static Policy policy(String... matches) {
    Link line = Policies.link("line", "up1", "10.1.0.1", "fd00:1::1");
    return Policies.policy(
        List.of(Policies.VPN, line), Policies.rule("video", Policies.VPN, matches));
  }

  private void leavesItsLine(String address, Runnable decide) throws IOException {
    InetSocketAddress site = new InetSocketAddress(TestNetwork.address(address), PORT);
    try (DatagramSocket server = testNetwork.in("isp1", () -> new DatagramSocket(site));
        DatagramSocket client = testNetwork.in("client", () -> new DatagramSocket())) {
      send(client, site);
      DatagramPacket first = new DatagramPacket(new byte[9], 9);
      server.receive(first);
      decide.run();
      Eventually.holds("the connection is ended", () -> !isTracked());
      testNetwork.forgetPackets();
      send(server, first.getSocketAddress());
      awaitAllBefore();
      send(client, site);
      awaitAllBefore();
      assertThat(testNetwork.wrong()).isZero();
      Eventually.holds("it takes the link", () -> testNetwork.packets("isp2", "isp2") > 0);
    }
  }

  private boolean isTracked() {
    return testNetwork
        .run("router", "conntrack -L 2>/dev/null; conntrack -L -f ipv6 2>/dev/null")
        .contains("dport=" + PORT);
  }

  private static void send(DatagramSocket from, SocketAddress to) throws IOException {
    from.send(new DatagramPacket(new byte[] {7}, 1, to));
  }

  /** Packets overtake no others on their way. */
  private void awaitAllBefore() {
    assertThat(testRouter.curl("http://198.19.0.7/")).isEqualTo("isp1");
    assertThat(testRouter.curl("http://[2001:2:0:2::7]/")).isEqualTo("isp1");
  }
}
