package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Link;

/** Interfaces that appear, vanish and return while the engine runs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkChangesKernelTest {
  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          """
          host-record=www.video.example,198.18.0.7
          host-record=six.video.example,2001:2:0:1::7
          host-record=late.video.example,198.18.0.8
          host-record=other.example,198.19.0.8
          """);

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private InterfaceState vpn() {
    return testRouter.report().links().get("vpn");
  }

  @Test
  void whileALinkIsAwayItsTrafficIsRefusedAndNeverGoesAnotherWay() {
    testNetwork.unplug();
    testRouter.start(
        Policies.policy(Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24")));
    assertThat(vpn()).isEqualTo(InterfaceState.ABSENT);
    refused();
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");

    testNetwork.plugIn();
    Eventually.holds("the link is up", () -> vpn().up());
    int first = vpn().index();
    comesBy("isp2");

    testNetwork.unplug();
    Eventually.holds("the link is away", () -> !vpn().up());
    refused();

    testNetwork.plugIn();
    Eventually.holds("the link is up again", () -> vpn().up());
    assertThat(vpn().index()).isNotEqualTo(first);
    comesBy("isp2");

    testNetwork.run("router", "ip link set up2 down");
    Eventually.holds("the link is down", () -> !vpn().up());
    refused();
    // Addresses of IPv6 go when a link is set down.
    testNetwork.run(
        "router", "ip link set up2 up; ip address add fd00:2::2/64 dev up2 nodad 2>/dev/null || :");
    Eventually.holds("the link is up once more", () -> vpn().up());
    comesBy("isp2");

    testNetwork.run("isp2", "ip link set eth0 down");
    Eventually.holds("the link has no carrier", () -> !vpn().up());
    refused();
    testNetwork.run(
        "isp2", "ip link set eth0 up; ip address add fd00:2::1/64 dev eth0 nodad 2>/dev/null || :");
    Eventually.holds("the link has a carrier", () -> vpn().up());
    comesBy("isp2");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testRouter.repairs()).isZero();
  }

  private void refused() {
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://six.video.example/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://198.18.200.9/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testNetwork.wrong()).isZero();
  }

  private void comesBy(String isp) {
    // Routes of the second family follow the interface in an event of their own.
    Eventually.holds(
        "IPv6 by " + isp, () -> testRouter.curl("http://six.video.example/").equals(isp));
    Eventually.holds(
        "IPv4 by " + isp, () -> testRouter.curl("http://www.video.example/").equals(isp));
    assertThat(testRouter.curl("http://198.18.200.9/")).isEqualTo(isp);
    assertThat(testNetwork.wrong()).isZero();
  }

  @Test
  void theNextLinkOfAListTakesOverAndGivesBack() {
    testRouter.start(
        Policies.policy(
            Policies.rule("video", List.of(Policies.VPN, Link.DIRECT), "video.example")));
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testNetwork.unplug();
    Eventually.holds(
        "direct takes over", () -> testRouter.curl("http://www.video.example/").equals("isp1"));
    assertThat(testRouter.curl("http://late.video.example/")).isEqualTo("isp1");
    testNetwork.plugIn();
    Eventually.holds(
        "the first is back", () -> testRouter.curl("http://www.video.example/").equals("isp2"));
    assertThat(testRouter.curl("http://late.video.example/")).isEqualTo("isp2");
  }

  @Test
  void aGatewayThatIsNotOnItsNetworkIsALinkThatIsDown() {
    Link far = Policies.link("vpn", "up2", "10.9.9.9");
    testRouter.start(Policies.policy(List.of(far), Policies.rule("video", far, "video.example")));
    assertThat(vpn().up()).isFalse();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    testNetwork.run("router", "ip address add 10.9.9.8/24 dev up2");
    Eventually.holds("the gateway can be reached", () -> vpn().up());
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
  }
}
