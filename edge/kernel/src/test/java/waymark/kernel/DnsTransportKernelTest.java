package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** DNS in fragments, in a tunnel and across a bridge. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnsTransportKernelTest {
  private static final String NAMES =
      "edns-packet-max=4096\nhost-record=www.video.example,198.18.0.7,2001:2:0:1::7\n"
          + IntStream.rangeClosed(1, 60)
              .mapToObj(
                  "host-record=many.video.example,198.18.3.%1$d,2001:2:0:1:3::%1$x\n"::formatted)
              .collect(Collectors.joining());
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter(NAMES);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void asBefore() {
    testNetwork.run("isp1", "ip link set eth0 mtu 1500; ip link delete eth9 2>/dev/null || :");
    testNetwork.run(
        "router",
        """
        ip link delete tunnel 2>/dev/null || :
        ip link delete br9 2>/dev/null || :
        ip link delete p1 2>/dev/null || :
        for family in ip ip6; do
          echo 0 > /proc/sys/net/bridge/bridge-nf-call-${family}tables
        done
        """);
    testNetwork.run("client", "ip link delete tunnel 2>/dev/null || :");
  }

  private void ask(String server, String question) {
    assertThat(testNetwork.run("client", "dig +tries=1 @" + server + " " + question))
        .contains("status: NOERROR");
  }

  private long leases() {
    return testRouter.report().engine().leases();
  }

  /** The answers of 60 addresses; those of IPv6 have a fragment header. */
  @EveryPlane
  void fragmentsArePutTogether(PlaneKind plane) {
    testNetwork.run("isp1", "ip link set eth0 mtu 1280");
    long before = fragments();
    testRouter.start(POLICY, plane);
    ask(TestRouter.DNS, "+bufsize=4096 +ignore many.video.example AAAA");
    Eventually.holds("all addresses are learned", () -> leases() == 60);
    ask("fd00:1::1", "+bufsize=4096 +ignore many.video.example AAAA");
    assertThat(fragments()).isEqualTo(before + 4);
    assertThat(testRouter.curl("http://[2001:2:0:1:3::3c]/")).isEqualTo("isp2");
    assertThat(testRouter.report().capture().answers()).isEqualTo(2);
    assertThat(testRouter.report().capture().broken()).isZero();
    assertThat(testRouter.report().capture().unasked()).isZero();
  }

  /** Those that the name server has sent, by both families. */
  private long fragments() {
    return Long.parseLong(
        testNetwork
            .run(
                "isp1",
                """
                { awk '/^Ip: [0-9]/ { print $20 }' /proc/net/snmp
                  awk '/^Ip6FragCreates/ { print $2 }' /proc/net/snmp6
                } | awk '{ sum += $1 } END { print sum }'
                """)
            .strip());
  }

  @EveryPlane
  void whatComesOutOfATunnelIsSeen(PlaneKind plane) {
    for (String host : new String[] {"client 10.0.0.2 10.0.0.1 2", "router 10.0.0.1 10.0.0.2 1"}) {
      String[] words = host.split(" ", -1);
      testNetwork.run(
          words[0],
          """
          ip link add tunnel type vxlan id 3 dstport 4789 local %s remote %s
          ip link set tunnel up
          ip address add 10.9.0.%s/24 dev tunnel
          """
              .formatted(words[1], words[2], words[3]));
    }
    testNetwork.run("client", "ip route add 10.1.0.1 via 10.9.0.1 dev tunnel");
    testRouter.start(POLICY, plane);
    ask(TestRouter.DNS, "www.video.example");
    assertThat(leases()).isEqualTo(1);
    assertThat(testNetwork.run("client", "ip -s link show dev tunnel | awk 'END { print $2 }'"))
        .as("packets in the tunnel")
        .isNotEqualTo("0\n");
  }

  @EveryPlane
  void whatIsBridgedIsSeenIfTheFirewallIsShownIt(PlaneKind plane) {
    testNetwork.run(
        "router",
        """
        ip link add br9 type bridge
        ip link add p1 type veth peer name eth9 netns client
        ip link add p2 type veth peer name eth9 netns isp1
        for i in p1 p2; do ip link set $i master br9; done
        for i in br9 p1 p2; do ip link set $i up; done
        """);
    testNetwork.run("client", "ip link set eth9 up; ip address add 10.9.0.2/24 dev eth9");
    testNetwork.run("isp1", "ip link set eth9 up; ip address add 10.9.0.1/24 dev eth9");
    testNetwork.run("client", "ip route add 10.1.0.1 via 10.9.0.1 dev eth9");
    testRouter.start(POLICY, plane);
    ask(TestRouter.DNS, "www.video.example");
    assertThat(leases()).isZero();
    testNetwork.run("router", "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables");
    ask(TestRouter.DNS, "www.video.example");
    Eventually.holds("the answer is learned", () -> leases() == 1);
  }
}
