package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Masquerade;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Strategy;

/** Links that one family of addresses can leave by and the other cannot. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamiliesKernelTest {
  private static final Link ONE = Policies.link("one", "up1", "10.1.0.1", "fd00:1::1");

  /** It has so much weight that a packet that is sent again would take it again. */
  private static final Link FOUR =
      new Link(
          "four",
          new EgressPath.Interface("up2", List.of(Address.parse("10.2.0.1"))),
          50,
          Masquerade.AUTO);

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();
  private int visited;

  private void start(PlaneKind plane, List<Link> links, Outlet... to) {
    List<Group> groups =
        Stream.of(to).filter(Group.class::isInstance).map(Group.class::cast).toList();
    Rule all = Policies.rule("all", List.of(to), "198.18.0.0/15", "2001:2::/48");
    testRouter.start(Policy.compile(links, groups, List.of(all), List.of(Link.DIRECT)), plane);
  }

  private void start(PlaneKind plane, Strategy strategy) {
    List<Link> links = List.of(FOUR, ONE);
    start(plane, links, new Group("both", links, strategy));
  }

  private String ipv4() {
    return testRouter.curl("http://198.18.0." + ++visited + "/");
  }

  private String ipv6() {
    return testRouter.curl("http://[2001:2:0:1::" + ++visited + "]/");
  }

  @EveryPlane
  void eachFamilyTakesTheFirstOfAListThatItCanLeaveBy(PlaneKind plane) {
    start(plane, List.of(FOUR), FOUR, Link.DIRECT);
    assertThat(ipv4()).isEqualTo("isp2");
    assertThat(ipv6()).isEqualTo("isp1");
    assertThat(testRouter.report().links().get("four").up()).isTrue();
    assertThat(testRouter.repairs()).isZero();
  }

  @EveryPlane
  void aLinkAloneRefusesTheFamilyThatCannotLeaveByIt(PlaneKind plane) {
    start(plane, List.of(FOUR), FOUR);
    assertThat(ipv4()).isEqualTo("isp2");
    assertThat(ipv6()).isEqualTo(TestRouter.REFUSED);
  }

  @EveryPlane
  void theFastestOfAFamilyIsOneThatItCanLeaveBy(PlaneKind plane) {
    start(plane, Strategy.FASTEST);
    assertThat(ipv4()).isEqualTo("isp2");
    assertThat(ipv6()).isEqualTo("isp1");
  }

  @ParameterizedTest
  @MethodSource("waymark.kernel.fixture.DenyingRouter#planes")
  void aGroupSharesAFamilyAmongTheLinksThatItCanLeaveBy(PlaneKind plane) {
    start(plane, Strategy.ROUND_ROBIN);
    assertThat(IntStream.range(0, 4).mapToObj(_ -> ipv6())).containsOnly("isp1");
    assertThat(IntStream.range(0, 4).mapToObj(_ -> ipv4())).containsOnly("isp2");
  }

  @EveryPlane
  void aLinkThatLosesAFamilyKeepsTheOther(PlaneKind plane) throws IOException {
    start(plane, List.of(Policies.VPN), Policies.VPN, Link.DIRECT);
    try (Socket four = open("198.18.0.7");
        Socket six = open("2001:2:0:1::7")) {
      assertThat(TestClient.request(four)).isEqualTo("isp2");
      assertThat(TestClient.request(six)).isEqualTo("isp2");
      testNetwork.run("router", "echo 1 >/proc/sys/net/ipv6/conf/up2/disable_ipv6");
      try {
        Eventually.holds("the next of the list is taken", () -> ipv6().equals("isp1"));
        assertThat(ipv4()).isEqualTo("isp2");
        assertThat(testRouter.report().links().get("vpn").up()).isTrue();
        if (!(plane instanceof PlaneKind.OfRoutes)) {
          six.setSoTimeout(2_000);
          assertThatThrownBy(() -> TestClient.request(six)).isInstanceOf(IOException.class);
        }
        assertThat(TestClient.request(four)).isEqualTo("isp2");
      } finally {
        testNetwork.run(
            "router",
            "echo 0 >/proc/sys/net/ipv6/conf/up2/disable_ipv6;"
                + " ip address add fd00:2::2/64 dev up2 nodad");
      }
      Eventually.holds("it is back", () -> ipv6().equals("isp2"));
    }
  }

  private Socket open(String address) {
    return testNetwork.in(
        "client",
        () -> {
          Socket socket = new Socket(TestNetwork.address(address), 80);
          socket.setSoTimeout(20_000);
          return socket;
        });
  }
}
