package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.policy.Address;
import waymark.policy.Policy;

/** Learned addresses that end by themselves when no daemon is there to renew them. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IpsetTimeoutKernelTest {
  private static final String DNS = "10.1.0.1";
  private static final PlaneKind SHORT = new PlaneKind.OfIpset(Duration.ofSeconds(6));
  private static final PlaneKind LONG = new PlaneKind.OfIpset(Duration.ofMinutes(10));
  private static final String SETS = "ipset save waymark_2; ipset save waymark_2v6";

  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24", "2001:2::/48"));

  private Network network;
  private KernelHost host;

  @BeforeAll
  void build() {
    network = Network.build();
    network.dnsmasq(
        "isp1",
        "listen-address=10.1.0.1,fd00:1::1\n"
            + "host-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");
    network.awaitDns("isp1", DNS);
  }

  @AfterAll
  void remove() {
    network.close();
  }

  @AfterEach
  void stop() {
    network.forget(host);
  }

  private void start(PlaneKind plane) {
    host = network.host(POLICY, Learning.DEFAULT, plane);
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
      assertThat(network.curl(DNS, family, "http://www.video.example/")).isEqualTo("isp2");
    }
  }

  @Test
  void theyAreRenewedWhileTheDaemonRunsAndEndAfterIt() throws InterruptedException {
    start(SHORT);
    learn();
    Thread.sleep(8000);
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(host.kernelHolds(Address.parse("198.18.0.7")).join()).isTrue();
    assertThat(host.report().join().engine().repairs()).isZero();
    host.close();
    Eventually.holds("they are gone", () -> entries().equals("[]"));
    assertThat(network.run("router", "ipset save waymarkn_2"))
        .contains("198.18.200.0/24")
        .doesNotContain("timeout");
    start(SHORT);
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
  }

  @Test
  void anotherTimeoutIsInForceFromTheNextStart() {
    start(LONG);
    learn();
    assertThat(entries()).contains("198.18.0.7 timeout ");
    host.close();
    start(PlaneKind.IPSET);
    assertThat(entries()).contains("198.18.0.7").doesNotContain("timeout");
    String without = network.run("router", PlanesKernelTest.ALL);
    host.close();
    start(LONG);
    assertThat(network.run("router", SETS)).contains("timeout 600\n");
    assertThat(entries()).contains("198.18.0.7 timeout ", "2001:2:0:1::7 timeout ");
    assertThat(network.curl(DNS, "http://198.18.0.7/")).isEqualTo("isp2");
    host.close();
    start(PlaneKind.IPSET);
    assertThat(network.run("router", PlanesKernelTest.ALL)).isEqualTo(without);
    assertThat(host.report().join().engine().repairs()).isZero();
  }
}
