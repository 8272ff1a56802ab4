package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.engine.Learned;
import waymark.engine.Snapshot;
import waymark.kernel.capture.DnsIntake;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Named sites go by the second link and the others by the first, from the first packet on. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SteeringKernelTest {
  private static final String BEYOND = TestRouter.DNS;
  private static final String ROUTER = "10.0.0.1";

  private static final CaptureSettings OBSERVE =
      new CaptureSettings(CaptureSettings.Mode.OBSERVE, Duration.ofMillis(100), 7053, 7053);

  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "video.example", "=cdn.example", "198.18.200.0/24"),
          Policies.rule(
              "ads", Link.BLOCK, "ads.example", "198.19.200.0/24", "2001:2:0:2:bad::/80"));

  private static final String NAMES =
      """
      host-record=www.video.example,198.18.0.7,2001:2:0:1::7
      host-record=many.video.example,198.18.0.21
      host-record=many.video.example,198.18.0.22
      host-record=four.video.example,198.18.0.11
      host-record=six.video.example,2001:2:0:1::11
      host-record=tcp.video.example,198.18.0.12
      host-record=own.video.example,198.18.0.13,2001:2:0:1::13
      host-record=cdn.example,198.18.0.9
      host-record=elsewhere.example,198.18.0.14
      cname=alias.video.example,elsewhere.example
      cname=alias.example,cdn.example
      host-record=other.example,198.19.0.8,2001:2:0:2::8
      host-record=ads.example,198.19.0.66
      host-record=home.video.example,10.0.0.2
      # 1 . ipv4hint=198.18.0.77 ipv6hint=2001:2:0:1::77
      dns-rr=hint.video.example,65,00010000040004c612004d0006001020010002000000010000000000000077
      """
          + IntStream.range(0, 320)
              .mapToObj(
                  i ->
                      // every address belongs to two names, every name has two of each family
                      "host-record=n%d.video.example,198.18.1.%d,2001:2:0:1::1:%x\nhost-record=n%d.video.example,198.18.2.%d,2001:2:0:1::2:%x\n"
                          .formatted(i, i / 2, i / 2, i, i % 160, i % 160))
              .collect(Collectors.joining());

  @RegisterExtension private final TestRouter testRouter = new TestRouter(NAMES);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void aNameServerOnTheRouter() {
    testNetwork.dnsmasq("router", "listen-address=10.0.0.1,127.0.0.1,fd00::1\n" + NAMES);
    testNetwork.awaitDns("router", ROUTER);
  }

  private void hold() {
    testRouter.start(POLICY);
  }

  private CaptureFigures figures() {
    return testRouter.report().capture();
  }

  @Test
  void namedSitesGoByTheSecondLinkFromTheFirstPacket() {
    hold();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://six.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://many.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(figures().held()).isPositive();
    assertThat(figures().unasked()).isZero();
    assertThat(testNetwork.run("router", "nft list set inet waymark hosts4_2"))
        .contains("198.18.0.7", "198.18.0.21", "198.18.0.22")
        .doesNotContain("198.19.0.8");
    assertThat(testNetwork.run("router", "nft list set inet waymark hosts6_2"))
        .contains("2001:2:0:1::7", "2001:2:0:1::11");
  }

  @Test
  void namesAskedForByTcpAreLearned() {
    hold();
    assertThat(
            testNetwork.withResolver(
                "client", BEYOND, "use-vc", "curl -s --max-time 20 http://tcp.video.example/"))
        .contains("isp2");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(figures().unasked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fd00:1::1", "fd00::1"})
  void resolversAreAskedByIpv6(String server) {
    hold();
    assertThat(testNetwork.curl(server, "http://six.video.example/")).isEqualTo("isp2");
    assertThat(testNetwork.curl(server, "http://four.video.example/")).isEqualTo("isp2");
    assertThat(testNetwork.curl(server, "http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
  }

  @Test
  void aResolverOnTheRouterAnswersTheClient() {
    hold();
    assertThat(testNetwork.curl(ROUTER, "http://www.video.example/")).isEqualTo("isp2");
    assertThat(testNetwork.curl(ROUTER, "http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(figures().unasked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {BEYOND, ROUTER, "127.0.0.1"})
  void theRoutersOwnProgramsAreSteered(String server) {
    hold();
    for (String family : List.of("-4", "-6")) {
      for (String site : List.of("own.video.example", "other.example")) {
        assertThat(testNetwork.ownCurl(server, family, "http://" + site + "/"))
            .as(family + " " + site)
            .isEqualTo(site.equals("other.example") ? "isp1" : "isp2");
      }
    }
    assertThat(testNetwork.wrong()).isZero();
    assertThat(figures().unasked()).isZero();
  }

  @Test
  void aNameCountsWithItsWholeChain() {
    hold();
    assertThat(testRouter.curl("http://alias.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://alias.example/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @Test
  void hintsOfHttpsRecordsAreAddresses() {
    hold();
    testRouter.ask("-t TYPE65 hint.video.example");
    assertThat(testRouter.curl("http://198.18.0.77/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://[2001:2:0:1::77]/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @Test
  void networksNeedNoName() {
    hold();
    assertThat(testRouter.curl("http://198.18.200.5/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ads.example", "198.19.200.5", "[2001:2:0:2:bad::5]"})
  void whatIsBlockedIsRefusedAtOnce(String site) {
    hold();
    // 7: refused; 28 would be a timeout
    assertThat(testRouter.curl("http://" + site + "/")).isEqualTo("failed with 7");
    assertThat(testNetwork.packets("isp1", "isp1") + testNetwork.packets("isp2", "isp1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.19.200.5", "2001:2:0:2:bad::5"})
  void blockedDatagramsAreRefusedAtOnce(String address) {
    hold();
    assertThatThrownBy(
            () ->
                testNetwork.in(
                    "client",
                    () -> {
                      try (DatagramChannel channel = DatagramChannel.open()) {
                        channel.connect(new InetSocketAddress(TestNetwork.address(address), 9));
                        channel.socket().setSoTimeout(20_000);
                        channel.write(ByteBuffer.allocate(9));
                        channel.socket().receive(new DatagramPacket(new byte[9], 9));
                        return 0;
                      }
                    }))
        .hasRootCauseInstanceOf(IOException.class)
        .rootCause()
        .isNotInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void addressesOfPrivateNetworksAreRefusedAndCounted() {
    hold();
    testRouter.ask("home.video.example");
    Snapshot snapshot = testRouter.report().engine();
    assertThat(snapshot.sightings().get(Learned.SPECIAL)).isEqualTo(1);
    assertThat(snapshot.leases()).isZero();
  }

  @Test
  void anAnswerThatNobodyAskedForChangesNothing() throws InterruptedException {
    hold();
    // Until then an answer may be to a question from before the start.
    Thread.sleep(Duration.ofNanos(DnsIntake.LONGEST_QUESTION_NANOS));
    InetAddress server = TestNetwork.address("198.19.53.53");
    testNetwork.in(
        "isp1",
        () -> {
          DatagramSocket socket = new DatagramSocket(53, server);
          Thread.ofPlatform().daemon().start(() -> forge(socket));
          return 0;
        });
    List<InetAddress> found =
        testNetwork.in(
            "client",
            () -> new TestClient("198.19.53.53", 500).ask("a.video.example", TestClient.A));
    assertThat(found).isNotEmpty();
    Eventually.holds("all four answers have passed", () -> figures().unasked() == 3);
    assertThat(figures().answers()).isEqualTo(1);
    assertThat(testNetwork.run("router", "nft list set inet waymark hosts4_2"))
        .contains("198.18.0.41")
        .doesNotContain("198.18.66");
  }

  /** Answers with another id, another question, rightly, and once more. */
  private static void forge(DatagramSocket socket) {
    try (socket) {
      DatagramPacket packet = new DatagramPacket(new byte[512], 512);
      socket.receive(packet);
      byte[] query = Arrays.copyOf(packet.getData(), packet.getLength());
      byte[] otherId = query.clone();
      otherId[0] ^= 0x55;
      byte[] otherName = query.clone();
      otherName[13] = 'b';
      for (byte[] answer :
          List.of(
              TestClient.answer(otherId, TestNetwork.address("198.18.66.1")),
              TestClient.answer(otherName, TestNetwork.address("198.18.66.2")),
              TestClient.answer(query, TestNetwork.address("198.18.0.41")),
              TestClient.answer(query, TestNetwork.address("198.18.66.3")))) {
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsObservedIsLearnedAndMovesTheFlowThatWasQuicker() {
    testRouter.start(POLICY, OBSERVE);
    testNetwork.in(
        "client",
        () -> {
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(TestNetwork.address("198.18.0.7"), 80), 20_000);
            socket.setSoTimeout(20_000);
            assertThat(TestClient.request(socket)).isEqualTo("isp1");
            assertThat(new TestClient(BEYOND, 1000).ask("www.video.example", TestClient.A))
                .hasSize(1);
            Eventually.holds("the flow is ended", () -> testRouter.report().moved() == 1);
            assertThatThrownBy(() -> TestClient.request(socket)).isInstanceOf(IOException.class);
          }
          assertThat(TestClient.visit(TestNetwork.address("198.18.0.7"))).isEqualTo("isp2");
          return 0;
        });
    assertThat(figures().held()).isZero();
  }

  @Test
  void namesAreObserved() {
    testRouter.start(POLICY, OBSERVE);
    for (String server : List.of(BEYOND, ROUTER)) {
      testNetwork.run("client", "dig +tries=1 @" + server + " www.video.example");
      testNetwork.run("client", "dig +tcp +tries=1 @" + server + " six.video.example AAAA");
      Eventually.holds("both are learned", () -> testRouter.report().engine().leases() == 2);
    }
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://[2001:2:0:1::11]/")).isEqualTo("isp2");
  }

  @Test
  void aQueueThatNobodyReadsLetsAnswersPass() {
    hold();
    testRouter.host().close();
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    testRouter.start(POLICY);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
  }

  @Test
  void sixteenClientsNeverTakeTheWrongLink() {
    hold();
    List<String> wrong = new CopyOnWriteArrayList<>();
    testNetwork.in(
        "client",
        () -> {
          List<Thread> threads = new ArrayList<>();
          for (int client = 0; client < 16; client++) {
            int first = client * 20;
            threads.add(
                Thread.ofPlatform()
                    .start(
                        () -> {
                          for (int i = first; i < first + 40; i++) {
                            visitBoth("n" + i % 320 + ".video.example", wrong);
                          }
                        }));
          }
          for (Thread thread : threads) {
            thread.join();
          }
          return 0;
        });
    assertThat(wrong).isEmpty();
    assertThat(testNetwork.wrong()).isZero();
    assertThat(figures().lost()).isZero();
  }

  private static void visitBoth(String name, List<String> wrong) {
    TestClient testClient = new TestClient(BEYOND, 2000);
    try {
      for (int type : new int[] {TestClient.A, TestClient.AAAA}) {
        List<InetAddress> found = testClient.ask(name, type);
        if (found.isEmpty()) {
          wrong.add(name + " has no address");
        }
        for (InetAddress address : found) {
          String link = TestClient.visit(address);
          if (!link.equals("isp2")) {
            wrong.add(name + " " + address + " by " + link);
          }
        }
      }
    } catch (IOException e) {
      wrong.add(name + " " + e);
    }
  }
}
