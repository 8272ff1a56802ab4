package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Router;
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
  private final Router router =
      new Router("host-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");

  private final Network network = router.network();

  private void start(PlaneKind plane) {
    router.start(POLICY, plane);
  }

  private String entries() {
    return network
        .run("router", SETS)
        .lines()
        .filter(it -> it.startsWith("add"))
        .toList()
        .toString();
  }

  private void learn() {
    for (String family : new String[] {"-4", "-6"}) {
      assertThat(router.curl(family, "http://www.video.example/")).isEqualTo("isp2");
    }
  }

  @Test
  void theyAreRenewedWhileTheDaemonRunsAndEndAfterIt() throws InterruptedException {
    start(SHORT);
    learn();
    Thread.sleep(8000);
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(router.host().kernelHolds(Address.parse("198.18.0.7")).join()).isTrue();
    assertThat(router.repairs()).isZero();
    router.host().close();
    Eventually.holds("they are gone", () -> entries().equals("[]"));
    assertThat(network.run("router", "ipset save waymarkn_2"))
        .contains("198.18.200.0/24")
        .doesNotContain("timeout");
    start(SHORT);
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(router.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }

  @Test
  void anotherTimeoutIsInForceFromTheNextStart() {
    start(LONG);
    learn();
    assertThat(entries()).contains("198.18.0.7 timeout ");
    router.host().close();
    start(PlaneKind.IPSET);
    assertThat(entries()).contains("198.18.0.7").doesNotContain("timeout");
    String without = router.all();
    router.host().close();
    start(LONG);
    assertThat(network.run("router", SETS)).contains("timeout 600\n");
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(router.curl("http://198.18.0.7/")).isEqualTo("isp2");
    router.host().close();
    start(PlaneKind.IPSET);
    assertThat(router.all()).isEqualTo(without);
    assertThat(router.repairs()).isZero();
  }
}
