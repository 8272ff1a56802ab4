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
import waymark.policy.Lifetime;
import waymark.policy.NamePattern;
import waymark.policy.Names;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Scope;

/** Names of a company lead to private addresses behind its link. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrivateAddressesKernelTest {
  private static final String NAMES =
      """
      host-record=git.corp.example,10.20.0.7
      host-record=carrier.corp.example,100.64.0.7
      host-record=printer.corp.example,10.0.0.2
      host-record=git.other.example,10.20.0.8
      """;

  private static final Policy POLICY =
      Policies.policy(
          new Rule(
              "office",
              List.of(Policies.VPN),
              Names.of(List.of(NamePattern.parse("corp.example"))),
              List.of(),
              List.of(),
              Scope.ALL,
              0,
              Lifetime.DEFAULT,
              true,
              true),
          Policies.rule("other", Policies.VPN, "other.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter(NAMES);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  /** Both providers have the addresses, so that it shows which way a connection went. */
  @BeforeAll
  void networks() {
    for (String isp : List.of("isp1", "isp2")) {
      testNetwork.run(
          isp, "ip route add local 10.20.0.0/16 dev lo; ip route add local 100.64.0.0/10 dev lo");
    }
  }

  @EveryPlane
  void aRuleThatAsksForThemSendsThemByItsLink(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    assertThat(testRouter.curl("http://git.corp.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://carrier.corp.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://git.other.example/")).isEqualTo("isp1");
    testRouter.ask("printer.corp.example");
    assertThat(testRouter.report().engine().leases()).isEqualTo(2);
  }
}
