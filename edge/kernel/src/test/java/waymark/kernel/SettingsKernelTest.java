package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Event;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.PlaneKind;

/** Other programs change settings of the kernel that steering needs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsKernelTest {
  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  private void isPutBack(String setting, String value, String wanted) {
    long before = testRouter.repairs();
    testNetwork.run("router", "echo " + value + " > /proc/sys/net/" + setting);
    // Long before the next audit.
    Eventually.holds(setting + " is put back", () -> testRouter.repairs() == before + 1);
    assertThat(testNetwork.run("router", "cat /proc/sys/net/" + setting).strip()).isEqualTo(wanted);
  }

  @EveryPlane
  void theyArePutBack(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    isPutBack("ipv4/ip_forward", "0", "1");
    isPutBack("ipv6/conf/all/forwarding", "0", "1");
    isPutBack("ipv4/conf/up2/rp_filter", "1", "2");
    isPutBack("ipv4/conf/up2/src_valid_mark", "0", "1");
    assertThat(testRouter.host().events().since(0, 1000).entries())
        .anyMatch(
            entry -> entry.event().equals(new Event.Repaired(KernelPart.SETTINGS.toString())));
  }
}
