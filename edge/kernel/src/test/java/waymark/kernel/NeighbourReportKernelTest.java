package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;

/** A running host reports who is in its way, at its start and later. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NeighbourReportKernelTest {
  @RegisterExtension private final TestRouter testRouter = new TestRouter();

  @AfterEach
  void removeRules() {
    testRouter
        .testNetwork()
        .run("router", "for p in 1001 5270; do ip rule delete priority $p 2>/dev/null || :; done");
  }

  private boolean reports(String text) {
    return testRouter.report().neighbours().conflicts().stream()
        .anyMatch(conflict -> conflict.toString().contains(text));
  }

  @Test
  void conflictsAreReportedAtTheStartAndAsTheyComeAndGo() {
    testRouter.testNetwork().run("router", "ip rule add lookup 52 priority 5270");
    testRouter.startInspecting(Sites.POLICY, PlaneKind.NFTABLES);
    Eventually.holds("it is seen at the start", () -> reports("5270 to table 52"));
    assertThat(testRouter.report().neighbours().conflicts()).hasSize(1);
    testRouter.testNetwork().run("router", "ip rule add fwmark 1 lookup 1 priority 1001");
    Eventually.holds("it is seen later", () -> reports("1001 to table 1"));
    testRouter.testNetwork().run("router", "ip rule delete priority 5270");
    Eventually.holds("it is gone", () -> !reports("5270"));
  }
}
