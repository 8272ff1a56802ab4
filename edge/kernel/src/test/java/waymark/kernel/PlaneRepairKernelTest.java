package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.Standstill;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;

/** What others change of IP sets, chains of iptables and decided routes is put back. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaneRepairKernelTest {
  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables -t mangle -F",
        "iptables -t mangle -D PREROUTING -j WAYMARK_PREROUTING",
        "ip6tables -t mangle -D OUTPUT -j WAYMARK_FORGOTTEN_DNS",
        "iptables -t mangle -F WAYMARK_STEER",
        "ip6tables -t mangle -I WAYMARK_STEER -j RETURN",
        "iptables -t nat -F POSTROUTING",
        "nft flush ruleset",
        "ipset flush waymark_2",
        "ipset del waymark_2 198.18.0.7",
        "ipset add waymark_2 198.18.99.99",
        "ipset flush waymarkn_2",
        "ipset flush waymark_2v6",
        "iptables -t mangle -F; iptables -t mangle -X; ipset destroy waymark_2",
      })
  void setsAndChainsArePutBack(String change) {
    String all = TestRouter.ALL.replace("ip route", "# ").replace("ip -6 route", "# ");
    testRouter.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testRouter.ask("www.video.example AAAA");
    String before = testNetwork.run("router", all);
    // Of several commands the later ones find what the earlier left.
    try (Standstill _ = Standstill.of(testRouter.host())) {
      testNetwork.run("router", change);
    }
    Eventually.holds("a repair after: " + change, () -> testRouter.repairs() > 0);
    assertThat(testNetwork.run("router", all)).isEqualTo(before);
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://[2001:2:0:1::7]/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.18.200.7/")).isEqualTo("isp2");
    assertThat(testRouter.repairs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ip route flush table 7000",
        "ip -6 route flush table 7000",
        "ip route del 198.18.0.7 table 7000",
        "ip route replace 198.18.0.7 via 10.1.0.1 table 7000 metric 200 proto 250",
        "ip route add 198.18.0.0/24 via 10.1.0.1 table 7000",
        "ip rule del priority 7032",
        "ip -6 rule del priority 7032",
        "nft flush ruleset",
      })
  void decidedRoutesArePutBack(String change) {
    testRouter.start(Sites.POLICY, PlaneKind.ROUTES);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testRouter.ask("www.video.example AAAA");
    String before = testRouter.all();
    testNetwork.run("router", change);
    Eventually.holds("a repair after: " + change, () -> testRouter.repairs() > 0);
    Eventually.holds("repaired: " + change, () -> testRouter.all().equals(before));
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://[2001:2:0:1::7]/")).isEqualTo("isp2");
  }
}
