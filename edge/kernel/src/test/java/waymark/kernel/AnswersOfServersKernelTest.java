package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
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

/** What servers answer besides the name that was asked for and its address. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AnswersOfServersKernelTest {
  private static final String LOWERING = "198.19.53.53";
  private static final String SITE = "198.18.0.7";
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          """
          host-record=edge.cdn.example,198.18.0.7
          cname=www.video.example,edge.cdn.example
          srv-host=_sip._udp.video.example,edge.cdn.example,5060
          dns-rr=call.video.example,65,000104656467650363646e076578616d706c6500
          """);

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private void isSteered() {
    assertThat(testRouter.curl("http://" + SITE + "/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  /** Nobody has asked for anything of the rule yet. */
  private void isNotSteered() {
    testRouter.ask("edge.cdn.example");
    assertThat(testRouter.report().engine().leases()).isZero();
  }

  @EveryPlane
  void anAliasAndItsAddressInTwoAnswersAreOneName(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    isNotSteered();
    testRouter.ask("www.video.example CNAME");
    testRouter.ask("edge.cdn.example");
    isSteered();
  }

  @EveryPlane
  void theTargetOfAServiceBelongsToItsName(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    isNotSteered();
    testRouter.ask("_sip._udp.video.example SRV");
    testRouter.ask("edge.cdn.example");
    isSteered();
  }

  @EveryPlane
  void soDoesTheTargetOfAnHttpsRecord(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    isNotSteered();
    testRouter.ask("call.video.example TYPE65");
    testRouter.ask("edge.cdn.example");
    isSteered();
  }

  /** Clients mix cases so that answers are harder to forge; not every server repeats them. */
  @EveryPlane
  void aNameThatAServerWritesInLowerCaseIsTheOneThatWasAsked(PlaneKind plane) throws Exception {
    testRouter.start(POLICY, plane);
    try (DatagramSocket server =
        testNetwork.in("isp1", () -> new DatagramSocket(53, TestNetwork.address(LOWERING)))) {
      Thread answering = Thread.ofPlatform().daemon().start(() -> answerInLowerCase(server));
      String answer =
          testNetwork.run(
              "client", "dig +noedns +tries=1 +timeout=20 @" + LOWERING + " wWw.ViDeO.ExAmPlE");
      answering.join();
      assertThat(answer).contains("www.video.example.").contains(SITE);
    }
    isSteered();
    assertThat(testRouter.report().capture().unasked()).isZero();
  }

  private static void answerInLowerCase(DatagramSocket server) {
    try {
      DatagramPacket question = new DatagramPacket(new byte[512], 512);
      server.receive(question);
      byte[] query = Arrays.copyOf(question.getData(), question.getLength());
      byte[] lower =
          new String(query, 12, query.length - 12, StandardCharsets.ISO_8859_1)
              .toLowerCase(Locale.ROOT)
              .getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(lower, 0, query, 12, lower.length);
      byte[] answer = TestClient.answer(query, TestNetwork.address(SITE));
      server.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
    } catch (SocketException _) {
      // Nobody asked, and the test says so.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
