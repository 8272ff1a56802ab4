package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Router;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** What is of a link leaves by its interface or not at all; what carries it leaves as it needs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardKernelTest {
  private static final String SITE = "http://198.18.0.7/";

  @RegisterExtension private final Router router = new Router();
  private final Network network = router.network();

  @BeforeAll
  void build() {
    tunnel("router", 2, 1);
    tunnel("isp2", 1, 2);
  }

  /** From one host's end of the second uplink to the other's. */
  private void tunnel(String host, int near, int far) {
    network.run(
        host,
        """
        ip link add tunnel type vxlan id 3 dstport 4789 local 10.2.0.%d remote 10.2.0.%d
        ip address add 10.3.0.%d/24 dev tunnel
        ip link set tunnel up
        """
            .formatted(near, far, near));
  }

  private void start(Link link, PlaneKind plane) {
    Policy policy = Policies.policy(List.of(link), Policies.rule("video", link, "198.18.0.0/16"));
    router.start(policy, plane);
  }

  /** The kernel leaves the mark of what is in a tunnel on the tunnel's own packets. */
  @EveryPlane
  void aTunnelsOwnPacketsLeaveByAnotherInterface(PlaneKind plane) {
    start(Policies.link("tunnel", "tunnel", "10.3.0.1"), plane);
    assertThat(router.curl(SITE)).isEqualTo("isp2");
    assertThat(network.ownCurl(Router.DNS, "", SITE)).isEqualTo("isp2");
    assertThat(router.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
  }

  @EveryPlane
  void whatLostItsWayDoesNotLeaveByAnother(PlaneKind plane) {
    start(Policies.VPN, plane);
    assertThat(router.curl(SITE)).isEqualTo("isp2");
    router.host().close();
    network.run("router", "ip rule delete priority 7002");
    router.curl("--max-time 1", SITE);
    network.ownCurl(Router.DNS, "--max-time 1", SITE);
    assertThat(network.packets("isp1", "isp2")).isZero();
    start(Policies.VPN, plane);
    assertThat(router.curl(SITE)).isEqualTo("isp2");
  }
}
