package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** A question is in flight while the daemon restarts. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlierQuestionKernelTest {
  private static final String SLOW = "198.19.53.53";
  private static final String SITE = "198.18.0.7";
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
  private static final List<String> DIG =
      List.of(
          "dig", "+noedns", "+short", "+tries=1", "+timeout=60", "@" + SLOW, "www.video.example");

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @EveryPlane
  void itsAnswerIsLearned(PlaneKind plane) throws Exception {
    testRouter.start(POLICY, CaptureSettings.DEFAULT, plane).close();
    BlockingQueue<DatagramPacket> questions = new LinkedBlockingQueue<>();
    try (DatagramSocket server =
        testNetwork.in("isp1", () -> new DatagramSocket(53, TestNetwork.address(SLOW)))) {
      Thread.ofPlatform().daemon().start(() -> questions.add(receive(server)));
      Process client = testNetwork.start("client", DIG);
      DatagramPacket question = questions.take();
      testRouter.start(POLICY, CaptureSettings.DEFAULT, plane);
      byte[] query = Arrays.copyOf(question.getData(), question.getLength());
      byte[] answer = TestClient.answer(query, TestNetwork.address(SITE));
      server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      Eventually.holds("it is answered", () -> testNetwork.said(client).contains(SITE));
    }
    String taken = testNetwork.in("client", () -> TestClient.visit(TestNetwork.address(SITE)));
    assertThat(taken).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  private static DatagramPacket receive(DatagramSocket server) {
    try {
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      server.receive(packet);
      return packet;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
