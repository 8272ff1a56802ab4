package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.policy.Link;

/** Interfaces that appear, vanish and return while the engine runs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LinkChangesKernelTest {
  private static final String DNS = "10.1.0.1";
  private static final String REFUSED = "failed with 7";

  private Network network;
  private KernelHost host;

  @BeforeAll
  void build() {
    network = Network.build();
    network.dnsmasq(
        "isp1",
        """
        listen-address=10.1.0.1
        host-record=www.video.example,198.18.0.7
        host-record=six.video.example,2001:2:0:1::7
        host-record=late.video.example,198.18.0.8
        host-record=other.example,198.19.0.8
        """);
    network.awaitDns("isp1", DNS);
  }

  @AfterAll
  void remove() {
    network.close();
  }

  @BeforeEach
  void count() {
    network.forgetPackets();
  }

  @AfterEach
  void stop() {
    network.forget(host);
  }

  private LinkState vpn() {
    return host.report().join().links().get("vpn");
  }

  @Test
  void whileALinkIsAwayItsTrafficIsRefusedAndNeverGoesAnotherWay() {
    network.unplug();
    host =
        network.host(
            Policies.policy(
                Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24")),
            Learning.DEFAULT);
    assertThat(vpn()).isEqualTo(LinkState.ABSENT);
    refused();
    assertThat(network.curl(DNS, "http://other.example/")).isEqualTo("isp1");

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
    assertThat(host.report().join().engine().repairs()).isZero();
  }

  private void refused() {
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://six.video.example/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://198.18.200.9/")).isEqualTo(REFUSED);
    assertThat(network.wrong()).isZero();
  }

  private void comesBy(String isp) {
    // Routes of the second family follow the interface in an event of their own.
    Eventually.holds(
        "IPv6 by " + isp, () -> network.curl(DNS, "http://six.video.example/").equals(isp));
    Eventually.holds(
        "IPv4 by " + isp, () -> network.curl(DNS, "http://www.video.example/").equals(isp));
    assertThat(network.curl(DNS, "http://198.18.200.9/")).isEqualTo(isp);
    assertThat(network.wrong()).isZero();
  }

  @Test
  void theNextLinkOfAListTakesOverAndGivesBack() {
    host =
        network.host(
            Policies.policy(
                Policies.rule("video", List.of(Policies.VPN, Link.DIRECT), "video.example")),
            Learning.DEFAULT);
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo("isp2");
    network.unplug();
    Eventually.holds(
        "direct takes over", () -> network.curl(DNS, "http://www.video.example/").equals("isp1"));
    assertThat(network.curl(DNS, "http://late.video.example/")).isEqualTo("isp1");
    network.plugIn();
    Eventually.holds(
        "the first is back", () -> network.curl(DNS, "http://www.video.example/").equals("isp2"));
    assertThat(network.curl(DNS, "http://late.video.example/")).isEqualTo("isp2");
  }

  @Test
  void aGatewayThatIsNotOnItsNetworkIsALinkThatIsDown() {
    Link far = Policies.link("vpn", "up2", "10.9.9.9");
    host =
        network.host(
            Policies.policy(List.of(far), Policies.rule("video", far, "video.example")),
            Learning.DEFAULT);
    assertThat(vpn().up()).isFalse();
    assertThat(network.curl(DNS, "http://www.video.example/")).isEqualTo(REFUSED);
    assertThat(network.curl(DNS, "http://other.example/")).isEqualTo("isp1");
    network.run("router", "ip address add 10.9.9.8/24 dev up2");
    Eventually.holds("the gateway can be reached", () -> vpn().up());
    assertThat(network.curl(DNS, "http://other.example/")).isEqualTo("isp1");
    assertThat(network.wrong()).isZero();
  }
}
