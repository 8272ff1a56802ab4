package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Router;
import waymark.kernel.model.LinkState;
import waymark.policy.Link;

/** Interfaces that appear, vanish and return while the engine runs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkChangesKernelTest {
  @RegisterExtension
  private final Router router =
      new Router(
          """
          host-record=www.video.example,198.18.0.7
          host-record=six.video.example,2001:2:0:1::7
          host-record=late.video.example,198.18.0.8
          host-record=other.example,198.19.0.8
          """);

  private final Network network = router.network();

  private LinkState vpn() {
    return router.report().links().get("vpn");
  }

  @Test
  void whileALinkIsAwayItsTrafficIsRefusedAndNeverGoesAnotherWay() {
    network.unplug();
    router.start(
        Policies.policy(Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24")));
    assertThat(vpn()).isEqualTo(LinkState.ABSENT);
    refused();
    assertThat(router.curl("http://other.example/")).isEqualTo("isp1");

    network.plugIn();
    Eventually.holds("the link is up", () -> vpn().up());
    int first = vpn().index();
    comesBy("isp2");

    network.unplug();
    Eventually.holds("the link is away", () -> !vpn().up());
    refused();

    network.plugIn();
    Eventually.holds("the link is up again", () -> vpn().up());
    assertThat(vpn().index()).isNotEqualTo(first);
    comesBy("isp2");

    network.run("router", "ip link set up2 down");
    Eventually.holds("the link is down", () -> !vpn().up());
    refused();
    // Addresses of IPv6 go when a link is set down.
    network.run(
        "router", "ip link set up2 up; ip address add fd00:2::2/64 dev up2 nodad 2>/dev/null || :");
    Eventually.holds("the link is up once more", () -> vpn().up());
    comesBy("isp2");

    network.run("isp2", "ip link set eth0 down");
    Eventually.holds("the link has no carrier", () -> !vpn().up());
    refused();
    network.run(
        "isp2", "ip link set eth0 up; ip address add fd00:2::1/64 dev eth0 nodad 2>/dev/null || :");
    Eventually.holds("the link has a carrier", () -> vpn().up());
    comesBy("isp2");
    assertThat(network.wrong()).isZero();
    assertThat(router.repairs()).isZero();
  }

  private void refused() {
    assertThat(router.curl("http://www.video.example/")).isEqualTo(Router.REFUSED);
    assertThat(router.curl("http://six.video.example/")).isEqualTo(Router.REFUSED);
    assertThat(router.curl("http://198.18.200.9/")).isEqualTo(Router.REFUSED);
    assertThat(network.wrong()).isZero();
  }

  private void comesBy(String isp) {
    // Routes of the second family follow the interface in an event of their own.
    Eventually.holds("IPv6 by " + isp, () -> router.curl("http://six.video.example/").equals(isp));
    Eventually.holds("IPv4 by " + isp, () -> router.curl("http://www.video.example/").equals(isp));
    assertThat(router.curl("http://198.18.200.9/")).isEqualTo(isp);
    assertThat(network.wrong()).isZero();
  }

  @Test
  void theNextLinkOfAListTakesOverAndGivesBack() {
    router.start(
        Policies.policy(
            Policies.rule("video", List.of(Policies.VPN, Link.DIRECT), "video.example")));
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    network.unplug();
    Eventually.holds(
        "direct takes over", () -> router.curl("http://www.video.example/").equals("isp1"));
    assertThat(router.curl("http://late.video.example/")).isEqualTo("isp1");
    network.plugIn();
    Eventually.holds(
        "the first is back", () -> router.curl("http://www.video.example/").equals("isp2"));
    assertThat(router.curl("http://late.video.example/")).isEqualTo("isp2");
  }

  @Test
  void aGatewayThatIsNotOnItsNetworkIsALinkThatIsDown() {
    Link far = Policies.link("vpn", "up2", "10.9.9.9");
    router.start(Policies.policy(List.of(far), Policies.rule("video", far, "video.example")));
    assertThat(vpn().up()).isFalse();
    assertThat(router.curl("http://www.video.example/")).isEqualTo(Router.REFUSED);
    assertThat(router.curl("http://other.example/")).isEqualTo("isp1");
    network.run("router", "ip address add 10.9.9.8/24 dev up2");
    Eventually.holds("the gateway can be reached", () -> vpn().up());
    assertThat(router.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(network.wrong()).isZero();
  }
}
