package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Learned;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Policy;

/** A client asks a name server of its own choice, which gives it the address of another site. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrustKernelTest {
  private static final String LIAR = "198.19.53.53";
  private static final String ROUTER = "10.0.0.1";

  /** Of {@code other.example}, which no rule matches. */
  private static final String OTHER = "198.19.0.8";

  private static final String NAMES =
      "host-record=www.video.example,198.18.0.7\nhost-record=other.example," + OTHER + "\n";
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
  private static final DnsTrust KNOWN = new DnsTrust.Known(List.of(Address.parse(TestRouter.DNS)));

  @RegisterExtension private final TestRouter testRouter = new TestRouter(NAMES);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void nameServers() {
    testNetwork.dnsmasq("router", "listen-address=10.0.0.1\n" + NAMES);
    testNetwork.awaitDns("router", ROUTER);
    InetAddress server = TestNetwork.address(LIAR);
    testNetwork.in(
        "isp1",
        () -> {
          DatagramSocket socket = new DatagramSocket(53, server);
          Thread.ofPlatform().daemon().start(() -> lie(socket));
          return 0;
        });
  }

  private static void lie(DatagramSocket socket) {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
        byte[] answer = TestClient.answer(query, TestNetwork.address(OTHER));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void askTheLiar() {
    List<InetAddress> found =
        testNetwork.in(
            "client", () -> new TestClient(LIAR, 500).ask("www.video.example", TestClient.A));
    assertThat(found).containsExactly(TestNetwork.address(OTHER));
  }

  @EveryPlane
  void anUnknownServerMovesNobodysTraffic(PlaneKind plane) {
    testRouter.start(POLICY, KNOWN, plane);
    askTheLiar();
    Eventually.holds(
        "the answer is refused",
        () -> testRouter.report().engine().sightings().get(Learned.UNTRUSTED) == 1);
    assertThat(testRouter.report().engine().leases()).isZero();
    assertThat(testRouter.report().gaps().unknownServers()).containsExactly(Address.parse(LIAR));
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
  }

  @EveryPlane
  void aConfiguredServerAndTheRoutersOwnCount(PlaneKind plane) {
    testRouter.start(POLICY, KNOWN, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testNetwork.forget(testRouter.host());
    testRouter.start(POLICY, new DnsTrust.Only(List.of()), plane);
    assertThat(testNetwork.curl(ROUTER, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testRouter.report().gaps().unknownServers()).isEmpty();
  }

  @EveryPlane
  void withoutTrustAnyServerCounts(PlaneKind plane) {
    testRouter.start(POLICY, new DnsTrust.Any(), plane);
    askTheLiar();
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp2");
  }
}
