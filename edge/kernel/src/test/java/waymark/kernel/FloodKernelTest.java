package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.engine.Event;
import waymark.engine.Limits;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** A client asks for ten times as many names below a rule's wildcard as the rule has room for. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FloodKernelTest {
  private static final String SERVER = "198.19.53.53";
  private static final String FLOODER = "10.0.0.77";
  private static final int MOST = 160;
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "*.video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void nameServer() {
    testNetwork.run("client", "ip address add " + FLOODER + "/24 dev eth0");
    InetAddress server = TestNetwork.address(SERVER);
    testNetwork.in(
        "isp1",
        () -> {
          DatagramSocket socket = new DatagramSocket(53, server);
          Thread.ofPlatform().daemon().start(() -> answer(socket));
          return 0;
        });
  }

  /** The name {@code 7-3.video.example} has the address 198.18.7.3. */
  private static void answer(DatagramSocket socket) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        String label = new String(query, 13, query[12], StandardCharsets.US_ASCII);
        byte[] answer = TestClient.answer(query, address(label));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetAddress address(String label) {
    return TestNetwork.address("198.18." + label.replace('-', '.'));
  }

  private static InetAddress ask(String label) throws IOException {
    List<InetAddress> found =
        new TestClient(SERVER, 2_000).ask(label + ".video.example", TestClient.A);
    assertThat(found).containsExactly(address(label));
    return found.getFirst();
  }

  /** Answers that are refused do not come, so none is waited for long. */
  private static int flood() throws IOException {
    int answered = 0;
    try (DatagramSocket socket = new DatagramSocket(0, TestNetwork.address(FLOODER))) {
      socket.setSoTimeout(2);
      for (int i = 0; i < 10 * MOST; i++) {
        String name = (1 + i / 200) + "-" + i % 200 + ".video.example";
        byte[] query = TestClient.query(i, name, TestClient.A);
        socket.send(new DatagramPacket(query, query.length, TestNetwork.address(SERVER), 53));
        try {
          socket.receive(new DatagramPacket(new byte[512], 512));
          answered++;
        } catch (SocketTimeoutException _) {
          // the next one, then
        }
      }
    }
    return answered;
  }

  static List<PlaneKind> planes() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void whatOthersHaveStaysAndTheyFindRoom(PlaneKind plane) {
    testRouter.start(POLICY, new Limits(1_000, 64, MOST, 10 * MOST), plane);
    testNetwork.in(
        "client",
        () -> {
          InetAddress used = ask("0-7");
          InetAddress idle = ask("0-8");
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(used, 80), 20_000);
            assertThat(TestClient.request(socket)).isEqualTo("isp2");
            assertThat(flood()).isGreaterThan(MOST / 2);
            assertThat(TestClient.request(socket)).isEqualTo("isp2");
          }
          assertThat(TestClient.visit(used)).isEqualTo("isp2");
          assertThat(TestClient.visit(idle)).isEqualTo("isp2");
          assertThat(TestClient.visit(ask("0-9"))).isEqualTo("isp2");
          return 0;
        });
    assertThat(testRouter.report().engine().leases()).isLessThanOrEqualTo(MOST);
    assertThat(testRouter.report().engine().evicted()).isPositive();
    assertThat(testRouter.host().events().since(0, 100_000).entries())
        .filteredOn(
            entry -> entry.event() instanceof Event.Faulty(String what) && what.contains("share"))
        .hasSize(1);
    assertThat(testNetwork.wrong()).isZero();
  }
}
