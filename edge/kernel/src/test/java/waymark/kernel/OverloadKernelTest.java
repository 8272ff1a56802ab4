package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Standstill;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureFigures;
import waymark.kernel.model.CaptureSettings;
import waymark.netlink.Nftables;
import waymark.netlink.NftablesBatch;
import waymark.netlink.NftablesFamily;
import waymark.netlink.NftablesSetReference;
import waymark.netlink.NftablesValue;
import waymark.netlink.Octets;
import waymark.policy.Link;

/** More than the kernel or the engine can take in time: it is counted, and work goes on. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverloadKernelTest {
  private static final int NAMES = 10_000;

  /** An address of isp1 at which dnsmasq does not listen. */
  private static final InetAddress FLOODED = TestNetwork.address("198.19.53.53");

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          "host-record=www.closed.example,198.18.255.1\n"
              + IntStream.range(0, NAMES)
                  .mapToObj(
                      i ->
                          "host-record=n%d.closed.example,198.18.%d.%d\nhost-record=n%d.open.example,198.18.%d.%d\n"
                              .formatted(i, i / 200, i % 200 + 1, i, i / 200 + 100, i % 200 + 1))
                  .collect(Collectors.joining()));

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private void start(CaptureSettings.Mode mode, Duration maxHold) {
    testRouter.start(
        Policies.policy(
            Policies.rule("closed", Policies.VPN, "closed.example"),
            Policies.rule("open", List.of(Policies.VPN, Link.DIRECT), "open.example")),
        new CaptureSettings(
            mode, maxHold, CaptureSettings.DEFAULT.group(), CaptureSettings.DEFAULT.queue()));
  }

  private CaptureFigures figures() {
    return testRouter.report().capture();
  }

  @Test
  void answersThatWaitTooLongGoOnOnlyWhereTheRuleMayFailOpen() throws Exception {
    start(CaptureSettings.Mode.HOLD, CaptureSettings.SHORTEST_HOLD);
    AtomicBoolean done = new AtomicBoolean();
    Thread busy = keepKernelBusy(done);
    List<String> wrong = new ArrayList<>();
    testNetwork.in(
        "client",
        () -> {
          TestClient testClient = new TestClient(TestRouter.DNS, 200);
          long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
          for (int i = 0; System.nanoTime() < end; i++) {
            testClient.ask("n" + i + ".open.example", TestClient.A);
            for (InetAddress address : testClient.ask("n" + i + ".closed.example", TestClient.A)) {
              String link = TestClient.visit(address);
              if (!link.equals("isp2")) {
                wrong.add(address + " by " + link);
              }
            }
            if (i % 50 == 0) {
              CaptureFigures figures = figures();
              if (figures.dropped() > 0 && figures.passed() > 0) {
                break;
              }
            }
          }
          return 0;
        });
    done.set(true);
    busy.join();
    testNetwork.run("router", "nft delete table inet large");
    assertThat(wrong).isEmpty();
    assertThat(testNetwork.wrong()).isZero();
    assertThat(figures().dropped()).isPositive();
    assertThat(figures().passed()).isPositive();
  }

  /**
   * Changes a set of 150,000 intervals again and again: the kernel makes it anew for each change,
   * under its one lock for changes.
   */
  private Thread keepKernelBusy(AtomicBoolean done) {
    testNetwork.run(
        "router", "nft 'table inet large { set intervals { type ipv4_addr; flags interval; }; }'");
    Nftables nftables = testNetwork.in("router", Nftables::open);
    NftablesSetReference set = NftablesSetReference.of(NftablesFamily.INET, "large", "intervals");
    for (int high = 0; high < 150; high++) {
      NftablesBatch batch = nftables.batch();
      for (int low = 0; low < 1000; low++) {
        int bits = 20 << 24 | high << 16 | low << 4;
        batch.addInterval(set, octets(bits), octets(bits + 1), NftablesValue.NONE);
      }
      batch.commit("add", "intervals");
    }
    Octets first = octets(19 << 24);
    Octets end = octets((19 << 24) + 1);
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (nftables) {
                while (!done.get()) {
                  nftables
                      .batch()
                      .addInterval(set, first, end, NftablesValue.NONE)
                      .commit("add", "an interval");
                  nftables.batch().deleteInterval(set, first, end).commit("delete", "an interval");
                }
              }
            });
  }

  private static Octets octets(int bits) {
    return Octets.of(ByteBuffer.allocate(4).putInt(bits).array());
  }

  private static void flood(DatagramSocket socket, int packets) throws IOException {
    for (int i = 0; i < packets; i++) {
      byte[] query = TestClient.query(i & 0xffff, "flood" + i + ".example", TestClient.A);
      socket.send(new DatagramPacket(query, query.length, FLOODED, 53));
    }
  }

  @Test
  void questionsThatTheEngineCannotTakeInAreCounted() {
    start(CaptureSettings.Mode.OBSERVE, Duration.ofMillis(100));
    try (Standstill _ = Standstill.of(testRouter.host())) {
      testNetwork.in(
          "client",
          () -> {
            try (DatagramSocket socket = new DatagramSocket()) {
              flood(socket, 60_000);
            }
            return 0;
          });
    }
    Eventually.holds(
        "it learns again",
        () -> {
          testRouter.ask("www.closed.example");
          return testRouter.report().engine().leases() == 1;
        });
    // The gap shows when the next packet comes.
    assertThat(figures().lost()).isPositive();
    assertThat(testRouter.curl("http://198.18.255.1/")).isEqualTo("isp2");
  }

  @Test
  void answersThatFindTheQueueFullPassAndAreCounted() {
    start(CaptureSettings.Mode.HOLD, Duration.ofMillis(100));
    AtomicInteger received = new AtomicInteger();
    try (DatagramSocket responder = testNetwork.in("isp1", () -> new DatagramSocket(53, FLOODED))) {
      Thread.ofPlatform().daemon().start(() -> respond(responder));
      try (Standstill _ = Standstill.of(testRouter.host())) {
        testNetwork.in(
            "client",
            () -> {
              try (DatagramSocket socket = new DatagramSocket()) {
                Thread reader = Thread.ofPlatform().daemon().start(() -> count(socket, received));
                long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
                while (received.get() == 0 && System.nanoTime() < end) {
                  flood(socket, 100);
                  Thread.sleep(2);
                }
                reader.interrupt();
              }
              return 0;
            });
        assertThat(received.get()).as("passed while the engine stood still").isPositive();
      }
    }
    assertThat(figures().lost()).isPositive();
    // What is left of the flood may still fill the queue.
    Eventually.holds(
        "it works again", () -> testRouter.curl("http://www.closed.example/").equals("isp2"));
  }

  private static void count(DatagramSocket socket, AtomicInteger received) {
    try {
      while (true) {
        socket.receive(new DatagramPacket(new byte[512], 512));
        received.incrementAndGet();
      }
    } catch (IOException _) {
      // it is closed
    }
  }

  private static void respond(DatagramSocket socket) {
    InetAddress address = TestNetwork.address("198.19.0.1");
    DatagramPacket packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        packet.setLength(512);
        socket.receive(packet);
        byte[] answer =
            TestClient.answer(Arrays.copyOf(packet.getData(), packet.getLength()), address);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException _) {
      // it is closed
    }
  }
}
