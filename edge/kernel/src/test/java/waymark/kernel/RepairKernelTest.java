package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Standstill;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.KernelPart;
import waymark.policy.Lifetime;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.Rule;

/** What others change in the kernel comes back as it was. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RepairKernelTest {
  private static final String DNS = "10.1.0.1";

  /** A set of static networks that was changed comes back under another name. */
  private static final String NFT =
      "nft -s list table inet waymark 2>/dev/null | sed -E"
          + " 's/(nets[46]_[0-9_]+)_[0-9a-f]{16}(_[0-9]+)?/\\1/; /0x00000000 }/d' | sort";

  private static final String NETS =
      "$(nft list table inet waymark | grep -oE 'nets4_2_[0-9a-f_]+' | head -n 1)";
  private static final String ROUTES =
      "ip rule; ip -6 rule; for t in 7001 7002 7003; do ip route show table $t 2>/dev/null || :;"
          + " ip -6 route show table $t 2>/dev/null || :; done";

  private TestNetwork testNetwork;
  private KernelHost host;
  private final List<Socket> began = new ArrayList<>();

  @BeforeAll
  void build() {
    testNetwork = TestNetwork.build();
    testNetwork.dnsmasq(
        "isp1",
        """
        listen-address=10.1.0.1
        host-record=www.video.example,198.18.0.7,2001:2:0:1::7
        host-record=new.video.example,198.18.0.8
        """);
    testNetwork.awaitDns("isp1", DNS);
    host =
        testNetwork.host(
            Policies.policy(
                new Rule(
                    "video",
                    List.of(Policies.VPN),
                    List.of(NamePattern.parse("video.example")),
                    List.of(Network.parse("198.18.200.0/24")),
                    0,
                    Lifetime.DEFAULT,
                    false)),
            CaptureSettings.DEFAULT);
    assertThat(testNetwork.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    testNetwork.run("client", "dig +tries=1 @" + DNS + " www.video.example AAAA");
  }

  @AfterAll
  void remove() {
    testNetwork.forget(host);
    testNetwork.close();
  }

  private long repairs() {
    return host.report().join().engine().repairs();
  }

  private long repairs(KernelPart what) {
    return host.report().join().engine().repaired().getOrDefault(what.toString(), 0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flush ruleset",
        "delete table inet waymark",
        "delete element inet waymark hosts4_2 { 198.18.0.7 }",
        "add element inet waymark hosts4_1 { 198.18.0.7 }",
        "add element inet waymark hosts4_2 { 198.18.0.99 }",
        "delete element inet waymark hosts4_2 { 198.18.0.7 }; add element inet waymark hosts4_1 {"
            + " 198.18.0.7 }",
        "flush chain inet waymark steer; flush set inet waymark hosts4_2",
        "flush chain inet waymark steer; delete element inet waymark hosts4_2 { 198.18.0.7 }",
        "flush set inet waymark hosts6_2",
        "flush set inet waymark " + NETS,
        "flush chain inet waymark steer",
        "flush chain inet waymark held_answers",
        "insert rule inet waymark held_answers accept",
        "flush chain inet waymark held_answers; add rule inet waymark held_answers accept",
        "flush chain inet waymark prerouting; delete chain inet waymark prerouting",
        "insert rule inet waymark steer accept",
        "add chain inet waymark surplus; add rule inet waymark surplus accept",
        "add set inet waymark surplus { type ipv4_addr; }",
      })
  void ourTableIsPutBack(String change) {
    String before = testNetwork.run("router", NFT);
    long repairs = repairs();
    testNetwork.run("router", "nft \"" + change + "\"");
    Eventually.holds("a repair after: " + change, () -> repairs() > repairs);
    assertThat(testNetwork.run("router", NFT)).isEqualTo(before);
    assertThat(testNetwork.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testNetwork.curl(DNS, "http://[2001:2:0:1::7]/")).isEqualTo("isp2");
    assertThat(testNetwork.curl(DNS, "http://198.18.200.7/")).isEqualTo("isp2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip rule del priority 7002",
        "ip -6 rule del priority 7002",
        "ip route flush table 7002",
        "ip -6 route flush table 7002",
        "ip route del default dev up2 table 7002",
        "ip route del unreachable default table 7002 metric 4294967295",
        "ip route replace default via 10.1.0.1 dev up1 table 7002 metric 1",
        "ip route add 198.18.0.0/24 via 10.1.0.1 table 7002",
        "ip -6 route add 2001:2:0:1::/64 via fd00:1::1 table 7002",
        "ip -6 route append default via fd00:1::1 table 7002 metric 1",
        "ip route add blackhole default table 7002",
        "ip rule add priority 7003 fwmark 0x02000000/0xff000000 lookup main protocol 250",
      })
  void ourRulesAndRoutesArePutBack(String change) {
    String before = testNetwork.run("router", ROUTES);
    long repairs = repairs(KernelPart.LINK_ROUTES);
    testNetwork.run("router", change);
    Eventually.holds("repaired: " + change, () -> testNetwork.run("router", ROUTES).equals(before));
    Eventually.holds("counted: " + change, () -> repairs(KernelPart.LINK_ROUTES) > repairs);
    assertThat(host.events().since(0, 10_000).toString())
        .contains("Repaired[what=" + KernelPart.LINK_ROUTES);
    assertThat(testNetwork.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testNetwork.curl(DNS, "http://[2001:2:0:1::7]/")).isEqualTo("isp2");
  }

  /** It would divert the link's connections, but its owner should know where it went. */
  @Test
  void aRouteOfAnotherProgramInOurTableIsReportedByName() {
    testNetwork.run("router", "ip route add 198.18.9.0/24 via 10.1.0.1 table 7002");
    Eventually.holds(
        "it is reported",
        () ->
            host.events()
                .since(0, 10_000)
                .toString()
                .contains("removed: 198.18.9.0/24 via 10.1.0.1"));
  }

  @Test
  void othersTablesAndOurOwnChangesAreNoReasonToRepair() {
    long repairs = repairs();
    testNetwork.run(
        "router",
        """
        nft 'add table inet other; add set inet other some { type ipv4_addr; }'
        nft 'add element inet other some { 10.0.0.1 }; delete table inet other'
        nft 'add table ip waymark; add chain ip waymark c; delete table ip waymark'
        """);
    testNetwork.run("client", "dig +tries=1 @" + DNS + " new.video.example");
    testNetwork.run("router", "ip link set up2 mtu 1400");
    Eventually.holds(
        "the segments fit",
        () ->
            testNetwork.run("router", "nft list chain inet waymark segments_in").contains("1360"));
    testNetwork.run("router", "ip link set up2 mtu 1500");
    Eventually.holds(
        "the segments are as before",
        () ->
            testNetwork.run("router", "nft list chain inet waymark segments_in").contains("1460"));
    assertThat(repairs()).isEqualTo(repairs);
  }

  /** Although its rule has no {@code reconnect}: it fails closed. */
  @ParameterizedTest
  @ValueSource(strings = {"flush ruleset", "flush chain inet waymark prerouting"})
  void aFlowThatBeganWhileOurRulesWereGoneIsMoved(String change) throws Exception {
    began.clear();
    long repairs = repairs();
    try (Standstill _ = Standstill.of(host)) {
      testNetwork.run("router", "nft " + change);
      testNetwork.in(
          "client",
          () -> {
            for (String address : List.of("198.18.0.7", "198.18.200.7", "2001:2:0:1::7")) {
              Socket socket = new Socket();
              socket.connect(new InetSocketAddress(TestNetwork.address(address), 80), 20_000);
              socket.setSoTimeout(20_000);
              assertThat(TestClient.request(socket)).isEqualTo("isp1");
              began.add(socket);
            }
            return 0;
          });
    }
    // Where the first packet that is tracked again is an answer, it is taken for the beginning.
    Eventually.holds("a repair", () -> repairs() > repairs);
    for (Socket socket : began) {
      try (socket) {
        Eventually.holds(
            "the flow is ended",
            () -> {
              try {
                TestClient.request(socket);
                return false;
              } catch (IOException e) {
                return true;
              }
            });
      }
    }
    assertThat(testNetwork.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
  }
}
