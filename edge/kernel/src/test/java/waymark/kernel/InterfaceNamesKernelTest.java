package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;

/** The name of an interface is only ever a name, whatever characters it has. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InterfaceNamesKernelTest {
  private static final String NAME = "x#;accept}&$y'";

  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void newInterface() {
    testNetwork.run("router", "ip link delete \"$(ls /sys/class/net | grep -e up2 -e '^x')\"");
    testNetwork.plugIn();
  }

  @EveryPlane
  void aLinkLeavesByAnInterfaceWithAnyName(PlaneKind plane) {
    testNetwork.run(
        "router",
        """
        name="x#;accept}&\\$y'"
        ip link set up2 down
        ip link set up2 name "$name"
        ip link set "$name" up
        ip address add fd00:2::2/64 dev "$name" nodad
        """);
    Link link = Policies.link("vpn", NAME, "10.2.0.1", "fd00:2::1");
    testRouter.start(
        Policies.policy(
            List.of(link),
            Policies.rule("video", link, "video.example", "198.18.0.0/16"),
            Policies.rule("ads", Link.BLOCK, "198.19.200.0/24")),
        plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.18.0.9/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.19.200.1/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testRouter.repairs()).isZero();
  }
}
