package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** A program that resolved a name once connects long after the record's TTL. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeepKernelTest {
  private static final Policy POLICY =
      Policies.policy(
          rule("closed", List.of(Policies.VPN), Lifetime.KEEP_CLOSED),
          rule("open", List.of(Policies.VPN, Link.DIRECT), 0));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=closed.example,198.18.0.7\nhost-record=open.example,198.18.0.8");

  /** Of records that count for a second. */
  private static Rule rule(String name, List<Link> to, int keep) {
    NamePattern names = NamePattern.parse(name + ".example");
    return new Rule(name, to, List.of(names), List.of(), 0, new Lifetime(1, 1, keep), true);
  }

  @EveryPlane
  void whatFailsClosedStillGoesByItsLink(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    testRouter.ask("closed.example");
    testRouter.ask("open.example");
    assertThat(testRouter.report().engine().leases()).isEqualTo(2);
    Eventually.holds(
        "the address that may go direct is forgotten",
        () -> testRouter.report().engine().leases() == 1);
    assertThat(testRouter.curl("http://198.18.0.8/")).isEqualTo("isp1");
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }

  @EveryPlane
  void aRestartLongAfterTheTtlTakesItBack(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    testRouter.ask("closed.example");
    testRouter.ask("open.example");
    Eventually.holds(
        "the address that may go direct is forgotten",
        () -> testRouter.report().engine().leases() == 1);
    testRouter.host().close();
    testRouter.start(POLICY, plane);
    assertThat(testRouter.report().engine().leases()).isEqualTo(1);
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }
}
