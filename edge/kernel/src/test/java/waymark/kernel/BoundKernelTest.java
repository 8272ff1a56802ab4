package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.model.PlaneKind;
import waymark.linux.InternetSocket;
import waymark.linux.NativeBuffer;
import waymark.linux.Poller;
import waymark.policy.Client;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

/** What a socket of the router has bound to a link, as probes do, leaves by it on every plane. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundKernelTest {
  private static final Link ISP = Policies.link("isp", "up1", "10.1.0.1", "fd00:1::1");
  private static final List<Link> LINKS = List.of(Policies.VPN, ISP);
  private static final List<String> TARGETS = List.of("198.18.0.7", "2001:2:0:1::7");
  private static final int WAIT_MILLIS = 2000;

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void build() {
    for (String isp : List.of("isp1", "isp2")) {
      // Neither answers for the whole internet on its wire: the way is by its gateway or not at
      // all.
      testNetwork.run(isp, "echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore");
    }
  }

  /** Which provider answers there by the link. */
  private String probe(Link link, String target) {
    int mark = testRouter.host().marks(LINKS).get(link.name());
    return testNetwork.in("router", () -> exchange(TestNetwork.address(target), link, mark));
  }

  private static String exchange(InetAddress to, Link link, int mark) {
    try (InternetSocket socket = InternetSocket.tcp(to)) {
      Poller poller = Poller.of(socket.descriptor());
      socket.device(InterfaceLinks.device(link));
      socket.mark(mark);
      socket.connect(to, 80);
      poller.toWrite(0);
      if (!poller.await(WAIT_MILLIS)) {
        return "silence";
      }
      if (socket.error() != 0) {
        return "refused";
      }
      NativeBuffer buffer = NativeBuffer.of(4096);
      byte[] request = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      buffer.bytes().put(0, request);
      socket.send(buffer, request.length);
      poller.toRead(0);
      if (!poller.await(WAIT_MILLIS)) {
        return "silence";
      }
      byte[] answer = new byte[Math.max(0, socket.receive(buffer))];
      buffer.bytes().get(0, answer);
      return new String(answer, StandardCharsets.US_ASCII).strip().replaceAll("(?s).*\n", "");
    }
  }

  /** How another program of the router fares. */
  private String visit(String target) {
    return testNetwork.in(
        "router",
        () -> {
          try {
            return TestClient.visit(TestNetwork.address(target));
          } catch (IOException _) {
            return "refused";
          }
        });
  }

  private void assertProbed(Link link, String provider) {
    for (String target : TARGETS) {
      assertThat(probe(link, target)).as(link.name() + " " + target).isEqualTo(provider);
    }
  }

  private void assertVisited(String provider) {
    for (String target : TARGETS) {
      assertThat(visit(target)).as(target).isEqualTo(provider);
    }
  }

  @EveryPlane
  void aLinkThatIsTheDefaultIsProbedWhileItIsDown(PlaneKind plane) {
    KernelHost host =
        testRouter.start(Policy.compile(LINKS, List.of(), List.of(Policies.VPN)), plane);
    assertProbed(Policies.VPN, "isp2");
    host.judge(Map.of("vpn", "no answer"), Map.of());
    assertThat(host.report().join().links().get("vpn").up()).isFalse();
    assertVisited("refused");
    assertProbed(Policies.VPN, "isp2");
    assertProbed(ISP, "isp1");
    host.judge(Map.of(), Map.of());
    host.report().join();
    assertVisited("isp2");
  }

  @EveryPlane
  void aLinkIsProbedWhileAnotherTakesItsPlace(PlaneKind plane) {
    KernelHost host =
        testRouter.start(Policy.compile(LINKS, List.of(), List.of(Policies.VPN, ISP)), plane);
    host.judge(Map.of("vpn", "no answer"), Map.of());
    host.report().join();
    assertVisited("isp1");
    assertProbed(Policies.VPN, "isp2");
    assertProbed(ISP, "isp1");
  }

  @EveryPlane
  void whatIsBlockedMayBeProbed(PlaneKind plane) {
    testRouter.start(
        Policy.compile(
            LINKS,
            List.of(Policies.rule("no", Link.BLOCK, "198.18.0.0/16", "2001:2:0:1::/64")),
            List.of(Link.DIRECT)),
        plane);
    assertVisited("refused");
    assertProbed(Policies.VPN, "isp2");
    assertProbed(ISP, "isp1");
  }

  @EveryPlane
  void aGroupDrawsNoLotsForProbes(PlaneKind plane) {
    Group fastest = new Group("fastest", LINKS, Strategy.FASTEST);
    testRouter.start(Policy.compile(LINKS, List.of(fastest), List.of(), List.of(fastest)), plane);
    assertProbed(Policies.VPN, "isp2");
    assertProbed(ISP, "isp1");
  }

  @Test
  void aDefaultThatDeniesLetsProbesThrough() {
    KernelHost host =
        testRouter.start(Policy.compile(LINKS, List.of(), List.of(Link.BLOCK)), PlaneKind.NFTABLES);
    assertVisited("refused");
    assertProbed(Policies.VPN, "isp2");
    assertProbed(ISP, "isp1");
    assertThat(host.report().join().denyCounters().strays()).isZero();
  }

  /** A line monitor binds its sockets, which carry no mark. */
  private String monitor(String device) {
    return testNetwork.ownCurl(
        TestRouter.DNS, "--max-time 3 --interface " + device, "http://198.18.0.7/");
  }

  @ParameterizedTest
  @CsvSource({"nftables", "ipset"})
  void aSocketThatIsBoundToAnotherLineLeavesByItWhereARuleSaysDirect(String word) {
    PlaneKind plane = word.equals("ipset") ? PlaneKind.IPSET : PlaneKind.NFTABLES;
    testNetwork.run("router", "ip route add default via 10.2.0.1 dev up2 metric 900");
    try {
      testRouter.start(Policy.compile(LINKS, List.of(), List.of(Policies.VPN)), plane);
      assertThat(monitor("up2")).isEqualTo("isp2");
      assertThat(monitor("up1")).startsWith("failed");
      assertThat(testNetwork.packets("isp1", "isp2")).isZero();
      testRouter
          .host()
          .replace(
              Policy.compile(
                  LINKS,
                  List.of(
                      Policies.scoped(
                          Policies.rule("monitors", Link.DIRECT, "198.18.0.7/32"),
                          List.of(),
                          List.of(new Client.Self()))),
                  List.of(Policies.VPN)),
              List.of())
          .join();
      assertThat(monitor("up2")).isEqualTo("isp2");
      assertThat(monitor("up1")).isEqualTo("isp1");
      assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    } finally {
      testNetwork.run("router", "ip route delete default via 10.2.0.1 dev up2 metric 900");
    }
  }
}
