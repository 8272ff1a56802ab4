package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Policy;

/** One policy after another under traffic: the packets between two see one of them, whole. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwapKernelTest {
  private static final int SWAPS = 200;
  private static final int VISITORS = 3;
  private static final String DNS = "10.1.0.1";
  private static final Policy FEW =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24"));
  private static final Policy MORE =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24"),
          Policies.rule("other", Policies.VPN, "other.example", "198.18.201.0/24"));

  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger visits = new AtomicInteger();
  private TestNetwork testNetwork;
  private KernelHost host;
  private volatile boolean stopping;

  @BeforeAll
  void build() {
    testNetwork = TestNetwork.build();
    testNetwork.dnsmasq(
        "isp1",
        "listen-address=10.1.0.1\nhost-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");
    testNetwork.awaitDns("isp1", DNS);
    host = testNetwork.host(FEW, CaptureSettings.DEFAULT);
    assertThat(testNetwork.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    testNetwork.run("client", "dig +tries=1 @" + DNS + " www.video.example AAAA");
  }

  @AfterAll
  void remove() {
    testNetwork.forget(host);
    testNetwork.close();
  }

  /** New connections to a learned address, to one of a static network, and by IPv6. */
  private void visit() {
    List<InetAddress> addresses =
        List.of(
            TestNetwork.address("198.18.0.7"),
            TestNetwork.address("198.18.200.9"),
            TestNetwork.address("2001:2:0:1::7"));
    for (int i = 0; !stopping; i++) {
      arrived(addresses.get(i % addresses.size()));
    }
  }

  private void arrived(InetAddress address) {
    try {
      String link = TestClient.visit(address);
      if (!link.equals("isp2")) {
        wrong.add(address + " by " + link);
      }
    } catch (IOException e) {
      wrong.add(address + ": " + e);
    }
    visits.incrementAndGet();
  }

  /** One connection that is used again and again. */
  private void stay() {
    try (Socket socket = new Socket(TestNetwork.address("198.18.0.7"), 80)) {
      while (!stopping) {
        String link = TestClient.request(socket);
        if (!link.equals("isp2")) {
          wrong.add("an open connection by " + link);
        }
      }
    } catch (IOException e) {
      wrong.add("an open connection: " + e);
    }
  }

  @Test
  void noPacketGoesAstray() throws InterruptedException {
    List<Thread> clients = new ArrayList<>();
    testNetwork.in(
        "client",
        () -> {
          for (int i = 0; i < VISITORS; i++) {
            clients.add(Thread.ofPlatform().start(this::visit));
          }
          return clients.add(Thread.ofPlatform().start(this::stay));
        });
    for (int i = 0; i < SWAPS; i++) {
      host.replace(i % 2 == 0 ? MORE : FEW, List.of()).join();
    }
    stopping = true;
    for (Thread client : clients) {
      client.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(visits.get()).isGreaterThan(SWAPS);
    assertThat(testNetwork.wrong()).isZero();
  }
}
