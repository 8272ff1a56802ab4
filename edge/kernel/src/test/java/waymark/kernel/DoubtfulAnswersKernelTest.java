package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** Answers by which a client would find addresses that were not learned. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DoubtfulAnswersKernelTest {
  private static final String SERVER = "198.19.53.53";
  private static final CaptureSettings PATIENT =
      new CaptureSettings(CaptureSettings.Mode.HOLD, Duration.ofSeconds(10), 7000, 7000);
  private static final InetAddress FIRST = TestNetwork.address("198.18.0.7");
  private static final InetAddress OTHER = TestNetwork.address("198.18.0.8");
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter("");
  private final TestNetwork testNetwork = testRouter.testNetwork();

  private DatagramSocket server;

  @BeforeAll
  void nameServer() {
    server = testNetwork.in("isp1", () -> new DatagramSocket(53, TestNetwork.address(SERVER)));
  }

  @AfterAll
  void close() {
    server.close();
  }

  /**
   * How many answers a client gets that asks once, of those that the server sends.
   *
   * @param expected what is held may come after what is not
   */
  private int received(int expected, String name, Function<byte[], List<byte[]>> answers)
      throws IOException {
    try (DatagramSocket client = testNetwork.in("client", () -> new DatagramSocket())) {
      byte[] query = TestClient.query(7, name, TestClient.A);
      client.send(new DatagramPacket(query, query.length, TestNetwork.address(SERVER), 53));
      DatagramPacket question = new DatagramPacket(new byte[512], 512);
      server.receive(question);
      for (byte[] answer : answers.apply(Arrays.copyOf(question.getData(), question.getLength()))) {
        server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      }
      // Not of DNS, so it comes last.
      byte[] end = {0};
      server.send(new DatagramPacket(end, end.length, question.getSocketAddress()));
      return until(end.length, expected, client);
    }
  }

  private static int until(int length, int expected, DatagramSocket client) throws IOException {
    client.setSoTimeout(20_000);
    List<Integer> lengths = new ArrayList<>();
    while (!lengths.contains(length) || lengths.size() <= expected) {
      DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
      try {
        client.receive(packet);
      } catch (SocketTimeoutException e) {
        throw new AssertionError("the last packet did not come", e);
      }
      lengths.add(packet.getLength());
    }
    return lengths.size() - 1;
  }

  /** One address for the name, and one for another, which careless clients take as well. */
  private static byte[] ofTwoNames(byte[] query) {
    byte[] answer = TestClient.answer(query, FIRST);
    byte[] name = {1, 'x', 0};
    ByteBuffer two = ByteBuffer.allocate(answer.length + name.length + 14);
    two.put(answer).put(name).putShort((short) TestClient.A).putShort((short) 1).putInt(300);
    two.putShort((short) 4).put(OTHER.getAddress()).putShort(6, (short) 2);
    return two.array();
  }

  private static byte[] ofMany(byte[] query, int number) {
    byte[] answer = TestClient.answer(query, FIRST);
    int size = answer.length - query.length;
    ByteBuffer many = ByteBuffer.allocate(query.length + number * size);
    many.put(query);
    for (int i = 0; i < number; i++) {
      many.put(answer, query.length, size);
      many.putShort(many.position() - 2, (short) i);
    }
    many.putShort(2, (short) 0x8180).putShort(6, (short) number);
    return many.array();
  }

  /** For a while after a start it may be the answer to an earlier question, and is learned. */
  @Test
  void aSecondAnswerPassesOnlyIfItIsLearned() throws Exception {
    testRouter.start(POLICY, PATIENT, PlaneKind.NFTABLES);
    int passed = 2;
    for (int i = 0; testRouter.report().gaps().doubtful() == 0; i++) {
      Thread.sleep(100);
      InetAddress second = TestNetwork.address("198.18." + (1 + i / 250) + "." + i % 250);
      passed =
          received(
              1,
              "www.video.example",
              query -> List.of(TestClient.answer(query, FIRST), TestClient.answer(query, second)));
      assertThat(testRouter.report().engine().leases()).isGreaterThanOrEqualTo(i + passed);
    }
    assertThat(passed).isEqualTo(1);
    assertThat(testRouter.report().gaps().doubtful()).isEqualTo(1);
    // By no fault of the kernel.
    assertThat(testRouter.report().capture().dropped()).isZero();
    assertThat(
            received(
                2,
                "other.example",
                query -> List.of(TestClient.answer(query, FIRST), TestClient.answer(query, OTHER))))
        .isEqualTo(2);
  }

  @EveryPlane
  void aCopyOfAnAnswerPasses(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, PATIENT, plane);
    Function<byte[], List<byte[]>> twice =
        query -> List.of(TestClient.answer(query, FIRST), TestClient.answer(query, FIRST));
    assertThat(received(2, "www.video.example", twice)).isEqualTo(2);
  }

  @EveryPlane
  void addressesOfOtherNamesDoNotPass(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, PATIENT, plane);
    assertThat(received(0, "www.video.example", query -> List.of(ofTwoNames(query)))).isZero();
    assertThat(received(1, "other.example", query -> List.of(ofTwoNames(query)))).isEqualTo(1);
  }

  @EveryPlane
  void moreAddressesThanAreReadDoNotPass(PlaneKind plane) throws IOException {
    testRouter.start(POLICY, PATIENT, plane);
    assertThat(received(0, "www.video.example", query -> List.of(ofMany(query, 1_100)))).isZero();
    assertThat(received(1, "other.example", query -> List.of(ofMany(query, 1_100)))).isEqualTo(1);
    assertThat(received(1, "www.video.example", query -> List.of(ofMany(query, 900)))).isEqualTo(1);
    assertThat(testRouter.report().engine().addresses()).isGreaterThanOrEqualTo(900);
  }
}
