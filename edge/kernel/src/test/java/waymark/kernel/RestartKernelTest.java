package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestTraffic;
import waymark.kernel.model.CaptureSettings;

/** Kill -9 at any moment, under traffic, and what the next start makes of it. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartKernelTest {
  private static final String DNS = "10.1.0.1";
  private static final String INSTALLED =
      "nft -s -t list table inet waymark; ip rule; ip -6 rule; ip route show table 7002;"
          + " ip -6 route show table 7002";

  private TestNetwork testNetwork;
  private Optional<Process> running = Optional.empty();

  @BeforeAll
  void build() {
    testNetwork = TestNetwork.build();
    testNetwork.dnsmasq(
        "isp1",
        "listen-address=10.1.0.1\n"
            + IntStream.range(0, 20_000)
                .mapToObj(
                    i ->
                        "host-record=n%d.video.example,198.18.%d.%d\n"
                            .formatted(i, i / 200, i % 200 + 1))
                .collect(Collectors.joining()));
    testNetwork.awaitDns("isp1", DNS);
  }

  @AfterAll
  void remove() {
    testNetwork.close();
  }

  /** One that a failed test left. */
  @AfterEach
  void end() {
    running.ifPresent(RestartKernelTest::kill);
  }

  private Process started() {
    Process daemon = testNetwork.daemon();
    running = Optional.of(daemon);
    Eventually.holds(
        "it is ready",
        () -> {
          if (!daemon.isAlive()) {
            throw new AssertionError("it ended: " + testNetwork.said(daemon));
          }
          return testNetwork.said(daemon).contains("ready");
        });
    return daemon;
  }

  private static void kill(Process daemon) {
    daemon.destroyForcibly().onExit().join();
  }

  private Set<String> carried() {
    return Pattern.compile("198\\.18\\.\\d+\\.\\d+")
        .matcher(testNetwork.run("router", "nft list set inet waymark hosts4_2"))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nothingIsLostDoubledOrMisrouted() throws InterruptedException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Process daemon = started();
    String installed = testNetwork.run("router", INSTALLED);
    try (TestTraffic testTraffic = new TestTraffic(testNetwork, DNS, "video.example")) {
      for (int round = 0; round < 5; round++) {
        testTraffic.begins();
        Thread.sleep(random.nextInt(50, 500));
        int enough = 12 * (round + 1);
        Eventually.holds("names become known", () -> testTraffic.known().size() >= enough);
        testTraffic.ends();
        kill(daemon);
        if (round % 2 == 1) {
          // not even ready
          Process early = testNetwork.daemon();
          Thread.sleep(random.nextInt(50, 400));
          kill(early);
        }
        daemon = started();
        assertThat(testNetwork.run("router", INSTALLED)).as("seed " + seed).isEqualTo(installed);
      }
      testTraffic.stop();
      assertThat(testTraffic.wrong()).as("seed " + seed).isEmpty();
      assertThat(testTraffic.known()).as("seed " + seed).hasSizeGreaterThanOrEqualTo(60);
      assertThat(testTraffic.visits()).isGreaterThan(testTraffic.known().size());
      assertThat(carried())
          .as("seed " + seed)
          .containsAll(testTraffic.known().stream().map(InetAddress::getHostAddress).toList());
    }
    assertThat(testNetwork.wrong()).as("seed " + seed).isZero();
    Set<String> carried = carried();
    kill(daemon);
    KernelHost host =
        testNetwork.host(
            Policies.policy(Policies.rule("video", Policies.VPN, "video.example")),
            CaptureSettings.DEFAULT);
    assertThat(host.report().join().engine().leases()).isEqualTo(carried.size());
    assertThat(carried()).isEqualTo(carried);
    testNetwork.forget(host);
  }

  @Test
  void establishedConnectionsStayOnTheirLink() throws Exception {
    Process daemon = started();
    testNetwork.in(
        "client",
        () -> {
          InetAddress address =
              new TestClient(DNS, 1000).ask("n0.video.example", TestClient.A).getFirst();
          try (java.net.Socket socket = new java.net.Socket(address, 80)) {
            socket.setSoTimeout(20_000);
            assertThat(TestClient.request(socket)).isEqualTo("isp2");
            kill(daemon);
            assertThat(TestClient.request(socket)).isEqualTo("isp2");
            Process again = started();
            assertThat(TestClient.request(socket)).isEqualTo("isp2");
            kill(again);
          }
          return 0;
        });
  }
}
