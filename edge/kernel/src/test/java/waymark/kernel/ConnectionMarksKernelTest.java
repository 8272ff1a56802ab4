package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.PlaneLimits;
import waymark.policy.Link;

/** A kernel without connection labels: connections keep their link in the connection mark. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConnectionMarksKernelTest {
  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @EveryPlane
  void connectionMarksTakeThePlaceOfLabels(PlaneKind plane) {
    testRouter.startWithoutLabels(
        Policies.policy(
            Policies.rule("video", Policies.VPN, "video.example", "198.18.0.0/16"),
            Policies.rule("ads", Link.BLOCK, "198.19.200.0/24")),
        plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.18.0.9/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.19.200.1/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    assertThat(testRouter.all()).doesNotContain("ct label", "connlabel");
    assertThat(testRouter.report().labels()).isFalse();
    assertThat(testRouter.report().limits()).contains(PlaneLimits.NO_LABELS);
    if (!(plane instanceof PlaneKind.OfRoutes)) {
      assertThat(markOf("198.18.0.9")).isEqualTo(List.of("mark=33554432"));
    }
  }

  private List<String> markOf(String address) {
    return testNetwork
        .run("router", "conntrack -L -d " + address + " 2>/dev/null | grep -o 'mark=[0-9]*'")
        .lines()
        .distinct()
        .toList();
  }
}
