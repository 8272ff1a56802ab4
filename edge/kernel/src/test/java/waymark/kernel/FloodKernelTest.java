package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Event;
import waymark.engine.Limits;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.NumberedSites;
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
  private static final String FLOODER = "10.0.0.77";
  private static final int MOST = 160;
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "*.video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void nameServer() {
    testNetwork.run("client", "ip address add " + FLOODER + "/24 dev eth0");
    NumberedSites.serve(testNetwork);
  }

  private static InetAddress ask(String label) throws IOException {
    List<InetAddress> found =
        new TestClient(NumberedSites.SERVER, 2_000).ask(NumberedSites.name(label), TestClient.A);
    assertThat(found).containsExactly(NumberedSites.address(label));
    return found.getFirst();
  }

  /** Answers that are refused do not come, so none is waited for long. */
  private static int flood() throws IOException {
    int answered = 0;
    InetAddress server = TestNetwork.address(NumberedSites.SERVER);
    try (DatagramSocket socket = new DatagramSocket(0, TestNetwork.address(FLOODER))) {
      socket.setSoTimeout(2);
      for (int i = 0; i < 10 * MOST; i++) {
        String name = NumberedSites.name((1 + i / 200) + "-" + i % 200);
        byte[] query = TestClient.query(i, name, TestClient.A);
        socket.send(new DatagramPacket(query, query.length, server, 53));
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

  @EveryPlane
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
