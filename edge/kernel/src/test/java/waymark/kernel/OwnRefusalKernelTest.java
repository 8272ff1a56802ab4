package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Programs of the router are told that they are refused, whoever filters what comes by lo. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnRefusalKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("ads", Link.BLOCK, "198.19.66.0/24", "2001:2:0:2:66::/80"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void removeForeign() {
    testNetwork.run("router", "nft delete table inet wg-quick-up1 2>/dev/null || :");
  }

  private String visit(String address) {
    return testNetwork.in(
        "router",
        () -> {
          try {
            return TestClient.visit(TestNetwork.address(address));
          } catch (SocketTimeoutException _) {
            return "nothing";
          } catch (IOException _) {
            return "refused";
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"198.19.66.7", "2001:2:0:2:66::7"})
  void byAReset(String address) {
    testRouter.start(POLICY);
    assertThat(visit(address)).isEqualTo("refused");
  }

  /** The rules that wg-quick makes for a tunnel that is the default route. */
  @ParameterizedTest
  @ValueSource(strings = {"198.19.66.7", "2001:2:0:2:66::7"})
  void byAMessageWhereResetsAreDropped(String address) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet wg-quick-up1 {
          chain preraw {
            type filter hook prerouting priority raw;
            iifname != "up1" ip daddr 10.1.0.2 fib saddr type != local drop
            iifname != "up1" ip6 daddr fd00:1::2 fib saddr type != local drop
          }
        }
        END
        """);
    testRouter.start(POLICY);
    assertThat(visit(address)).isEqualTo("refused");
  }
}
