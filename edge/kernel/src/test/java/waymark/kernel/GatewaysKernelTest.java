package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.NextHop;

/** What docs/links-and-groups.md says of gateways. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewaysKernelTest {
  private static final String IPV4 = "http://198.18.0.9/";
  private static final String IPV6 = "http://[2001:2:0:1::9]/";

  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void newInterface() {
    testNetwork.unplug();
    testNetwork.plugIn();
  }

  private void start(NextHop nextHop, PlaneKind plane) {
    Link link = Policies.link("vpn", "up2", nextHop);
    testRouter.start(
        Policies.policy(
            List.of(link), Policies.rule("video", link, "198.18.0.0/16", "2001:2:0:1::/64")),
        plane);
  }

  private static NextHop gateway(String address, boolean onLink) {
    return new NextHop.Gateways(List.of(new NextHop.Gateway(Address.parse(address), onLink)));
  }

  private InterfaceState state() {
    return testRouter.report().links().get("vpn");
  }

  private void arrives(String url, String where) {
    Eventually.holds(url + " arrives at " + where, () -> testRouter.curl(url).equals(where));
  }

  @EveryPlane
  void autoFollowsTheDefaultRouteOfTheInterface(PlaneKind plane) {
    start(new NextHop.OfDefaultRoute(), plane);
    assertThat(state().up()).isFalse();
    assertThat(testRouter.curl(IPV4)).isEqualTo(TestRouter.REFUSED);
    // As a DHCP client does, behind the better route of the first provider.
    testNetwork.run("router", "ip route add default via 10.2.0.1 dev up2 metric 500 proto dhcp");
    arrives(IPV4, "isp2");
    assertThat(state().gateways()).containsExactly(Address.parse("10.2.0.1"));
    assertThat(testRouter.curl(IPV6)).isEqualTo(TestRouter.REFUSED);
    // A lease of another network.
    testNetwork.run("isp2", "ip address add 10.2.9.1/24 dev eth0");
    testNetwork.run(
        "router",
        """
        ip address add 10.2.9.2/24 dev up2
        ip route replace default via 10.2.9.1 dev up2 metric 500 proto dhcp
        """);
    Eventually.holds(
        "it follows", () -> state().gateways().equals(List.of(Address.parse("10.2.9.1"))));
    testNetwork.run("isp2", "ip address delete 10.2.0.1/24 dev eth0");
    testNetwork.run("router", "ip neighbour flush dev up2");
    assertThat(testRouter.curl(IPV4)).isEqualTo("isp2");
    // The line hangs up: nothing may leave by the first provider.
    testNetwork.run("router", "ip route delete default via 10.2.9.1 dev up2");
    arrives(IPV4, TestRouter.REFUSED);
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
  }

  @EveryPlane
  void autoFollowsRouterAdvertisements(PlaneKind plane) {
    start(new NextHop.OfDefaultRoute(), plane);
    assertThat(testRouter.curl(IPV6)).isEqualTo(TestRouter.REFUSED);
    String router =
        testNetwork
            .run("isp2", "ip -6 -o address show dev eth0 scope link")
            .replaceAll("(?s).*inet6 ([0-9a-f:]+)/.*", "$1");
    testNetwork.run(
        "router", "ip -6 route add default via " + router + " dev up2 proto ra metric 1025");
    arrives(IPV6, "isp2");
    assertThat(state().gateways()).containsExactly(Address.parse(router));
    assertThat(testRouter.curl(IPV4)).isEqualTo(TestRouter.REFUSED);
  }

  /** A PPP line has a default route without a gateway. */
  @EveryPlane
  void autoFollowsADefaultRouteWithoutAGateway(PlaneKind plane) {
    testNetwork.run("router", "ip route add default dev up2 metric 600");
    start(new NextHop.OfDefaultRoute(), plane);
    assertThat(testRouter.curl(IPV4)).isEqualTo("isp2");
    assertThat(state().gateways()).isEmpty();
  }

  @EveryPlane
  void aGatewayOutsideTheInterfacesNetworksIsReachedOnLink(PlaneKind plane) {
    testNetwork.run("isp2", "ip address add 172.31.1.1/32 dev eth0");
    start(gateway("172.31.1.1", true), plane);
    assertThat(testRouter.curl(IPV4)).isEqualTo("isp2");
    assertThat(testRouter.curl(IPV6)).isEqualTo(TestRouter.REFUSED);
  }

  @EveryPlane
  void aGatewayThatTheInterfaceCannotReachKeepsTheLinkDown(PlaneKind plane) {
    start(gateway("172.31.1.1", false), plane);
    assertThat(state().up()).isFalse();
    assertThat(testRouter.curl(IPV4)).isEqualTo(TestRouter.REFUSED);
    // It becomes reachable when the interface gets an address in its network.
    testNetwork.run("isp2", "ip address add 172.31.1.1/24 dev eth0");
    testNetwork.run("router", "ip address add 172.31.1.2/24 dev up2");
    arrives(IPV4, "isp2");
  }

  @EveryPlane
  void withoutAGatewayAFamilyNeedsAnAddress(PlaneKind plane) {
    testNetwork.run("router", "ip address delete fd00:2::2/64 dev up2");
    start(new NextHop.Destination(), plane);
    assertThat(testRouter.curl(IPV4)).isEqualTo("isp2");
    assertThat(testRouter.curl(IPV6)).isEqualTo(TestRouter.REFUSED);
  }
}
