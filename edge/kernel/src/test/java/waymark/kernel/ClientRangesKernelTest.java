package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Client;

/** A rule is about the clients of a range of addresses, and about no others. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientRangesKernelTest {
  @RegisterExtension private final TestRouter testRouter = new TestRouter();

  /** Plane routes looks at no clients. */
  static List<PlaneKind> marking() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @ParameterizedTest
  @MethodSource("marking")
  void theClientsOfARange(PlaneKind plane) {
    testRouter.start(
        Policies.policy(
            Policies.scoped(
                Policies.rule("some", Policies.VPN, "198.18.0.0/24"),
                List.of(),
                Client.parseAll("10.0.0.2-10.0.0.9")),
            Policies.scoped(
                Policies.rule("others", Policies.VPN, "198.19.1.0/24"),
                List.of(),
                Client.parseAll("10.0.0.3-10.0.0.9"))),
        plane);
    assertThat(testRouter.curl("http://198.18.0.9/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.19.1.9/")).isEqualTo("isp1");
  }
}
