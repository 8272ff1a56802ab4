package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** What is of a link leaves by its interface or not at all; what carries it leaves as it needs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardKernelTest {
  private static final String SITE = "http://198.18.0.7/";

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @BeforeAll
  void build() {
    tunnel("router", 2, 1);
    tunnel("isp2", 1, 2);
  }

  /** From one host's end of the second uplink to the other's. */
  private void tunnel(String host, int near, int far) {
    testNetwork.run(
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
    testRouter.start(policy, plane);
  }

  /** The kernel leaves the mark of what is in a tunnel on the tunnel's own packets. */
  @EveryPlane
  void aTunnelsOwnPacketsLeaveByAnotherInterface(PlaneKind plane) {
    start(Policies.link("tunnel", "tunnel", "10.3.0.1"), plane);
    assertThat(testRouter.curl(SITE)).isEqualTo("isp2");
    assertThat(testNetwork.ownCurl(TestRouter.DNS, "", SITE)).isEqualTo("isp2");
    assertThat(testRouter.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
  }

  @EveryPlane
  void whatLostItsWayDoesNotLeaveByAnother(PlaneKind plane) {
    start(Policies.VPN, plane);
    assertThat(testRouter.curl(SITE)).isEqualTo("isp2");
    testRouter.host().close();
    testNetwork.run("router", "ip rule delete priority 7002");
    testRouter.curl("--max-time 1", SITE);
    testNetwork.ownCurl(TestRouter.DNS, "--max-time 1", SITE);
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    start(Policies.VPN, plane);
    assertThat(testRouter.curl(SITE)).isEqualTo("isp2");
  }
}
