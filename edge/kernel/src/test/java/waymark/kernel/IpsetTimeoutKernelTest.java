package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Policy;

/** Learned addresses that end by themselves when no daemon is there to renew them. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IpsetTimeoutKernelTest {
  private static final PlaneKind SHORT = new PlaneKind.OfIpset(Duration.ofSeconds(6));
  private static final PlaneKind LONG = new PlaneKind.OfIpset(Duration.ofMinutes(10));
  private static final String SETS = "ipset save waymark_2; ipset save waymark_2v6";

  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24", "2001:2::/48"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private void start(PlaneKind plane) {
    testRouter.start(POLICY, plane);
  }

  private String entries() {
    return testNetwork
        .run("router", SETS)
        .lines()
        .filter(it -> it.startsWith("add"))
        .toList()
        .toString();
  }

  private void learn() {
    for (String family : new String[] {"-4", "-6"}) {
      assertThat(testRouter.curl(family, "http://www.video.example/")).isEqualTo("isp2");
    }
  }

  @Test
  void theyAreRenewedWhileTheDaemonRunsAndEndAfterIt() throws InterruptedException {
    start(SHORT);
    learn();
    Thread.sleep(8000);
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(testRouter.host().kernelHolds(Address.parse("198.18.0.7")).join()).isTrue();
    assertThat(testRouter.repairs()).isZero();
    testRouter.host().close();
    Eventually.holds("they are gone", () -> entries().equals("[]"));
    assertThat(testNetwork.run("router", "ipset save waymarkn_2"))
        .contains("198.18.200.0/24")
        .doesNotContain("timeout");
    start(SHORT);
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }

  @Test
  void anotherTimeoutIsInForceFromTheNextStart() {
    start(LONG);
    learn();
    assertThat(entries()).contains("198.18.0.7 timeout ");
    testRouter.host().close();
    start(PlaneKind.IPSET);
    assertThat(entries()).contains("198.18.0.7").doesNotContain("timeout");
    String without = testRouter.all();
    testRouter.host().close();
    start(LONG);
    assertThat(testNetwork.run("router", SETS)).contains("timeout 600\n");
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    testRouter.host().close();
    start(PlaneKind.IPSET);
    assertThat(testRouter.all()).isEqualTo(without);
    assertThat(testRouter.repairs()).isZero();
  }
}
