package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.kernel.fixture.Echo;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** What other programs do to the marks of packets and connections changes no link. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignMarksKernelTest {
  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "198.18.0.0/16", "2001:2:0:1::/64"),
          Policies.rule("ads", Link.BLOCK, "198.19.99.0/24", "2001:2:0:2:99::/80"));

  private static final List<String> VIDEO = List.of("198.18.0.7", "2001:2:0:1::7");
  private static final List<String> OTHER = List.of("198.19.0.7", "2001:2:0:2::7");
  private static final List<String> ADS = List.of("198.19.99.1", "2001:2:0:2:99::1");
  private static final int REQUESTS = 4;
  private static final int DATAGRAMS = 6;

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();
  private final List<Echo> echoes = new ArrayList<>();

  /** The rules of programs that people run beside Waymark. */
  private enum Program {
    MESH_VPN(
        """
        table inet foreign {
          chain pre { type filter hook prerouting priority mangle; ct state established meta mark set ct mark and 0x00ff0000; }
          chain out { type route hook output priority mangle; ct state established meta mark set ct mark and 0x00ff0000; }
        }
        """),
    QOS(
        """
        table inet foreign {
          chain pre { type filter hook prerouting priority mangle; tcp dport 80 meta mark set 0x10; udp dport 7007 meta mark set 0x10; }
          chain out { type route hook output priority mangle; tcp dport 80 meta mark set 0x10; udp dport 7007 meta mark set 0x10; }
        }
        """),
    LATE_MANGLE(
        """
        table inet foreign {
          chain pre { type filter hook prerouting priority -140; meta mark set 0x20; }
          chain out { type route hook output priority -140; meta mark set 0x20; }
        }
        """),
    DSCP_KEEPER(
        """
        table inet foreign {
          chain pre { type filter hook prerouting priority -160; meta mark set ct mark; }
          chain post { type filter hook postrouting priority mangle; ct mark set ct mark and 0x03ffffff or 0xfc000000; }
        }
        """),
    SAVE_AND_RESTORE(
        """
        table inet foreign {
          chain pre { type filter hook prerouting priority mangle; meta mark set ct mark; }
          chain out { type route hook output priority mangle; meta mark set ct mark; }
          chain forward { type filter hook forward priority mangle; ct mark set meta mark; }
          chain post { type filter hook postrouting priority mangle; ct mark set meta mark; }
        }
        """),
    CONNECTION_MARKER(
        """
        table inet foreign {
          chain forward { type filter hook forward priority mangle; ct mark set 0x33; }
          chain out { type filter hook output priority mangle; ct mark set 0x33; }
        }
        """),
    WG_QUICK(
        """
        table inet foreign {
          chain premangle { type filter hook prerouting priority mangle; meta l4proto udp meta mark set ct mark; }
          chain postmangle { type filter hook postrouting priority mangle; meta l4proto udp meta mark 0x0000ca6c ct mark set meta mark; }
        }
        """),
    EQUAL_TO_OURS(
        """
        table inet foreign {
          chain pre { type filter hook prerouting priority mangle; meta mark set 0x02000000; }
          chain out { type route hook output priority mangle; meta mark set 0x02000000; }
        }
        """);

    private final String rules;

    Program(String rules) {
      this.rules = rules;
    }
  }

  @BeforeAll
  void listen() {
    for (String isp : List.of("isp1", "isp2")) {
      testNetwork.run(isp, "echo 1 > /proc/sys/net/ipv6/ip_nonlocal_bind");
    }
    for (String address : VIDEO) {
      echoes.add(testNetwork.in("isp2", () -> Echo.open(address)));
    }
    for (String address : OTHER) {
      echoes.add(testNetwork.in("isp1", () -> Echo.open(address)));
    }
  }

  @AfterAll
  void stopListening() {
    echoes.forEach(Echo::close);
  }

  @AfterEach
  void removeForeign() {
    testNetwork.run("router", "nft delete table inet foreign 2>/dev/null || :");
  }

  private void load(Program program) {
    testNetwork.run("router", "nft -f - <<'END'\n" + program.rules + "END\n");
  }

  /** Who answers the requests of one connection. */
  private static String visit(String address) {
    List<String> answers = new ArrayList<>();
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(3_000);
      socket.connect(new InetSocketAddress(TestNetwork.address(address), 80), 3_000);
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(TestClient.request(socket));
      }
      return String.join(" ", answers.stream().distinct().toList());
    } catch (IOException e) {
      return "failed after " + answers;
    }
  }

  private void assertSteered() {
    for (String host : List.of("client", "router")) {
      for (String address : VIDEO) {
        assertSteered(host, address, "isp2");
      }
      for (String address : OTHER) {
        assertSteered(host, address, "isp1");
      }
      for (String address : ADS) {
        assertThat(testNetwork.<String>in(host, () -> visit(address))).startsWith("failed");
      }
    }
    assertThat(testNetwork.packets("isp1", "isp2")).as("packets astray").isZero();
    assertThat(testRouter.report().wrongLinkPackets()).containsEntry("vpn", 0L);
    String refused =
        testNetwork.run(
            "isp1", "conntrack -L -d 198.19.99.1 2>/dev/null | grep -c ESTABLISHED || :");
    assertThat(refused.strip()).isEqualTo("0");
  }

  private void assertSteered(String host, String address, String provider) {
    assertThat(testNetwork.<String>in(host, () -> visit(address)))
        .as(host + " " + address)
        .isEqualTo(provider);
    assertThat(testNetwork.<Integer>in(host, () -> Echo.exchange(address, DATAGRAMS)))
        .as(host + " " + address)
        .isEqualTo(DATAGRAMS);
  }

  @ParameterizedTest
  @CsvSource({
    "nftables, MESH_VPN",
    "nftables, QOS",
    "nftables, LATE_MANGLE",
    "nftables, DSCP_KEEPER",
    "nftables, SAVE_AND_RESTORE",
    "nftables, CONNECTION_MARKER",
    "nftables, WG_QUICK",
    "nftables, EQUAL_TO_OURS",
    "ipset, MESH_VPN",
    "ipset, QOS",
    "ipset, LATE_MANGLE",
    "ipset, DSCP_KEEPER",
    "ipset, SAVE_AND_RESTORE",
    "ipset, CONNECTION_MARKER",
    "ipset, WG_QUICK",
    "ipset, EQUAL_TO_OURS"
  })
  void marksOfOthersChangeNothing(String plane, Program program) {
    load(program);
    testRouter.start(POLICY, plane.equals("ipset") ? PlaneKind.IPSET : PlaneKind.NFTABLES);
    assertSteered();
    removeForeign();
    load(program);
    testNetwork.run("router", "conntrack -F 2>/dev/null");
    assertSteered();
  }

  /** What others have marked stays marked, beside our bits and where ours are not. */
  @EveryPlane
  void marksOfOthersStay(PlaneKind plane) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet foreign {
          counter kept {}
          counter beside {}
          counter stored {}
          chain pre { type filter hook prerouting priority mangle; tcp dport 80 meta mark set 0x40000010 ct mark set 0x40000020; }
          chain post { type filter hook postrouting priority 300;
            tcp dport 80 ip daddr 198.19.0.0/16 meta mark 0x40000010 counter name kept
            tcp dport 80 ip daddr 198.18.0.0/16 meta mark 0x40000010 counter name beside
            tcp dport 80 ct mark 0x40000020 counter name stored
          }
        }
        END
        """);
    testRouter.start(POLICY, plane);
    assertThat(testNetwork.<String>in("client", () -> visit("198.19.0.7"))).isEqualTo("isp1");
    assertThat(testNetwork.<String>in("client", () -> visit("198.18.0.7"))).isEqualTo("isp2");
    for (String counter : List.of("kept", "beside", "stored")) {
      assertThat(testNetwork.run("router", "nft list counter inet foreign " + counter))
          .as(counter)
          .doesNotContain("packets 0 ");
    }
  }

  /** Another program's number in our bits is neither a link nor a refusal. */
  @ParameterizedTest
  @CsvSource({"nftables", "ipset"})
  void numbersOfOthersAreNoDecision(String plane) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet foreign {
          chain pre { type filter hook prerouting priority raw; ct label set 3; }
          chain first { type filter hook prerouting priority -190; ct label set 70; }
        }
        END
        """);
    testRouter.start(POLICY, plane.equals("ipset") ? PlaneKind.IPSET : PlaneKind.NFTABLES);
    for (String address : OTHER) {
      assertThat(testNetwork.<String>in("client", () -> visit(address))).isEqualTo("isp1");
    }
    for (String address : VIDEO) {
      assertThat(testNetwork.<String>in("client", () -> visit(address))).startsWith("failed");
    }
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
  }
}
