package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Event;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.TrafficReport;
import waymark.kernel.model.TrafficVolume;
import waymark.policy.Policy;

/** What is counted is what the providers' own counters say. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountingKernelTest {
  private static final String ACCOUNTING = "/proc/sys/net/netfilter/nf_conntrack_acct";

  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "video.example"),
          Policies.rule("static", Policies.VPN, "198.18.200.0/24", "2001:2:0:1::/64"));

  /** All that a provider sends to the client and the router, and gets from them, by its address. */
  private static final String COUNT =
      """
      nft -f - <<'END'
      table inet traffic {
        counter came {}
        counter went {}
        chain arriving {
          type filter hook prerouting priority raw; policy accept;
          ip daddr 198.18.0.0/15 counter name came
          ip6 daddr 2001:2::/48 counter name came
        }
        chain leaving {
          type filter hook postrouting priority 300; policy accept;
          ip saddr 198.18.0.0/15 counter name went
          ip6 saddr 2001:2::/48 counter name went
        }
      }
      END
      """;

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7\n");

  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void count() {
    testNetwork.run("isp1", COUNT);
    testNetwork.run("isp2", COUNT);
  }

  /** Bytes and packets of a provider's counter. */
  private long[] counted(String isp, String counter) {
    String listed = testNetwork.run(isp, "nft list counter inet traffic " + counter);
    return new long[] {
      Long.parseLong(listed.replaceAll("(?s).*bytes (\\d+).*", "$1")),
      Long.parseLong(listed.replaceAll("(?s).*packets (\\d+) .*", "$1"))
    };
  }

  private void download(String address, int times) {
    testNetwork.in(
        "client",
        () -> {
          InetAddress to = TestNetwork.address(address);
          try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(to, 80), 20_000);
            socket.setSoTimeout(20_000);
            for (int i = 0; i < times; i++) {
              TestClient.request(socket);
            }
          }
          return 0;
        });
  }

  /** Datagrams that nobody answers but the kernel, with an error. */
  private void datagrams(String from, String address, int times) {
    testNetwork.in(
        from,
        () -> {
          try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < times; i++) {
              socket.send(new DatagramPacket(new byte[500], 500, TestNetwork.address(address), 9));
            }
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          return 0;
        });
  }

  private TrafficReport.OfLink link(String name) {
    return testRouter.host().traffic().links().stream()
        .filter(link -> link.link().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private void awaitLook() {
    long before = testRouter.host().watchTraffic().at();
    Eventually.holds("a new look", () -> testRouter.host().watchTraffic().at() > before);
    long again = testRouter.host().watchTraffic().at();
    Eventually.holds("a look after it", () -> testRouter.host().watchTraffic().at() > again);
  }

  @EveryPlane
  void linksCountWhatTheProvidersCount(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    awaitLook();
    testNetwork.run("isp1", "nft reset counters table inet traffic");
    testNetwork.run("isp2", "nft reset counters table inet traffic");
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    download("198.18.200.1", 50);
    download("2001:2:0:1::5", 50);
    download("198.19.0.1", 70);
    datagrams("router", "198.18.200.2", 20);
    datagrams("router", "198.19.0.2", 30);
    testNetwork.in(
        "router",
        () -> {
          TestClient.visit(TestNetwork.address("198.18.200.3"));
          TestClient.visit(TestNetwork.address("198.19.0.3"));
          return 0;
        });
    // Where connections are counted, and not packets, errors about them are left out.
    int errors = plane instanceof PlaneKind.OfIpset ? 20 : 0;
    Eventually.holds(
        "as many as the providers counted",
        () -> {
          awaitLook();
          // DNS went to the first provider's own address, which its counters do not have.
          return near(counted("isp2", "came"), link("vpn").total(), true, 0)
              && near(counted("isp2", "went"), link("vpn").total(), false, errors);
        });
    if (!(plane instanceof PlaneKind.OfRoutes)) {
      assertThat(link("direct").total().sentPackets())
          .isGreaterThanOrEqualTo(counted("isp1", "came")[1]);
    }
    assertThat(link("vpn").total().receivedBytes()).isGreaterThan(10_000);
  }

  /** Within one packet, and those errors. */
  private static boolean near(
      long[] provider, TrafficVolume trafficVolume, boolean sent, int errors) {
    long packets = sent ? trafficVolume.sentPackets() : trafficVolume.receivedPackets();
    long bytes = sent ? trafficVolume.sentBytes() : trafficVolume.receivedBytes();
    return Math.abs(provider[1] - packets) <= 1 + errors
        && Math.abs(provider[0] - bytes) <= 1500 + 576L * errors;
  }

  @Test
  void addressesAndRulesCountOpenAndEndedConnections() {
    testRouter.start(POLICY);
    awaitLook();
    assertThat(testNetwork.run("router", "cat " + ACCOUNTING)).startsWith("1");
    testNetwork.run("isp2", "nft reset counters table inet traffic");
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    download("198.18.200.1", 50);
    download("2001:2:0:1::5", 20);
    long[] sent = counted("isp2", "came");
    // What ends between two looks is known by its end alone.
    testNetwork.run("router", "conntrack -F 2>/dev/null");
    awaitLook();
    TrafficReport traffic = testRouter.host().traffic();
    TrafficReport.OfAddress video =
        traffic.addresses().stream()
            .filter(address -> address.address().equals("198.18.0.7"))
            .findFirst()
            .orElseThrow();
    assertThat(video.name()).isEqualTo("www.video.example");
    assertThat(video.rule()).isEqualTo("video");
    assertThat(video.link()).isEqualTo("vpn");
    assertThat(video.total().sentPackets()).isGreaterThan(3);
    assertThat(traffic.addresses())
        .filteredOn(address -> address.rule().equals("static"))
        .extracting(TrafficReport.OfAddress::address)
        .contains("198.18.200.1", "2001:2:0:1::5");
    long byAddress =
        traffic.addresses().stream()
            .filter(address -> address.link().equals("vpn"))
            .mapToLong(address -> address.total().sentPackets())
            .sum();
    long byRule =
        traffic.rules().stream()
            .filter(rule -> !rule.rule().equals("default"))
            .mapToLong(rule -> rule.total().sentPackets())
            .sum();
    assertThat(byAddress).isBetween(sent[1] - 1, sent[1] + 1);
    assertThat(byRule).isEqualTo(byAddress);
    assertThat(traffic.lostEnds()).isZero();
  }

  @Test
  void theSettingIsPutBack() {
    testNetwork.run("router", "echo 0 > " + ACCOUNTING);
    testRouter.start(POLICY);
    assertThat(testNetwork.run("router", "cat " + ACCOUNTING)).startsWith("1");
    testRouter.host().close();
    testNetwork.in(
        "router",
        () -> {
          KernelState.remove(testNetwork.settings(CaptureSettings.DEFAULT));
          return 0;
        });
    assertThat(testNetwork.run("router", "cat " + ACCOUNTING)).startsWith("0");
    testRouter.start(POLICY);
  }

  @Test
  void whatHappensIsTold() {
    testRouter.start(POLICY);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testNetwork.run("router", "nft flush table inet waymark");
    Eventually.holds("a repair", () -> told(Event.Repaired.class));
    assertThat(told(Event.Learned.class)).isTrue();
    testNetwork.run("router", "ip link set up2 down");
    Eventually.holds("a link down", () -> told(Event.LinkChanged.class));
    testNetwork.run(
        "router", "ip link set up2 up; ip -6 address replace fd00:2::2/64 dev up2 nodad");
    Eventually.holds("it is up", () -> testRouter.report().links().get("vpn").up());
  }

  private boolean told(Class<? extends Event> kind) {
    return testRouter.host().events().since(0, 1000).entries().stream()
        .anyMatch(entry -> kind.isInstance(entry.event()));
  }
}
