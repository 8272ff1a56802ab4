package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** Connection tracking forgets a connection between a question and its answer. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgottenQuestionKernelTest {
  private static final InetAddress SERVER = TestNetwork.address("198.19.53.53");
  private static final InetAddress SERVER6 = TestNetwork.address("fd00:1::1");
  private static final InetAddress HERE = TestNetwork.address("10.0.0.1");
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void asBefore() {
    loose(1);
  }

  /** Whether connection tracking takes up connections of TCP that it has not seen begin. */
  private void loose(int value) {
    testNetwork.run(
        "router", "echo " + value + " > /proc/sys/net/netfilter/nf_conntrack_tcp_loose");
  }

  private void forget() {
    testNetwork.run("router", "conntrack -F 2>/dev/null");
  }

  private void visits(String address) {
    InetAddress site = TestNetwork.address(address);
    assertThat(testNetwork.in("client", () -> TestClient.visit(site))).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  /**
   * Each answer comes by a connection that is forgotten, or that began with such an answer.
   *
   * @param host where the name server is
   */
  private void byUdp(String host, InetAddress address) throws IOException {
    try (DatagramSocket server = testNetwork.in(host, () -> new DatagramSocket(53, address));
        DatagramSocket client = testNetwork.in("client", () -> new DatagramSocket())) {
      client.setSoTimeout(20_000);
      for (int i = 1; i <= 3; i++) {
        byte[] query = TestClient.query(i, i + ".video.example", TestClient.A);
        client.send(new DatagramPacket(query, query.length, address, 53));
        DatagramPacket question = new DatagramPacket(new byte[512], 512);
        server.receive(question);
        if (i < 3) {
          forget();
        }
        byte[] asked = Arrays.copyOf(question.getData(), question.getLength());
        byte[] answer = TestClient.answer(asked, TestNetwork.address("198.18.0." + i));
        server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
        client.receive(new DatagramPacket(new byte[512], 512));
        visits("198.18.0." + i);
      }
    }
    assertThat(testRouter.report().capture().unasked()).isZero();
  }

  @EveryPlane
  void itsAnswerIsLearned(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    byUdp("isp1", SERVER);
  }

  @EveryPlane
  void itsAnswerByIpv6IsLearned(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    byUdp("isp1", SERVER6);
  }

  @EveryPlane
  void itsAnswerOfAServerOnThisHostIsLearned(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    byUdp("router", HERE);
  }

  /** Three questions by one connection: it is forgotten before the first two answers. */
  private void byTcp() throws IOException {
    try (ServerSocket server = testNetwork.in("isp1", () -> new ServerSocket(53, 1, SERVER));
        Socket client = testNetwork.in("client", () -> new Socket(SERVER, 53))) {
      client.setSoTimeout(20_000);
      try (Socket accepted = server.accept()) {
        DataInputStream questions = new DataInputStream(accepted.getInputStream());
        DataOutputStream answers = new DataOutputStream(accepted.getOutputStream());
        DataInputStream received = new DataInputStream(client.getInputStream());
        for (int i = 1; i <= 3; i++) {
          send(
              new DataOutputStream(client.getOutputStream()),
              TestClient.query(i, i + ".video.example", TestClient.A));
          byte[] question = new byte[questions.readUnsignedShort()];
          questions.readFully(question);
          if (i < 3) {
            forget();
          }
          send(answers, TestClient.answer(question, TestNetwork.address("198.18.0." + i)));
          received.readFully(new byte[received.readUnsignedShort()]);
          visits("198.18.0." + i);
        }
      }
    }
    assertThat(testRouter.report().capture().unasked()).isZero();
  }

  private static void send(DataOutputStream stream, byte[] message) throws IOException {
    byte[] framed = new byte[message.length + 2];
    framed[0] = (byte) (message.length >> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    stream.write(framed);
  }

  @EveryPlane
  void itsAnswerByTcpIsLearned(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, plane);
    byTcp();
  }

  @EveryPlane
  void itsAnswerByTcpIsLearnedThoughItsConnectionIsInvalid(PlaneKind plane) throws IOException {
    loose(0);
    testRouter.start(POLICY, plane);
    byTcp();
  }
}
