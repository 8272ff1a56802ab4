package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.engine.Event;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;

/** What others change comes back although the kernel's notices of it are lost. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DriftAuditKernelTest {

  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7,2001:2:0:1::7\n");

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private String all() {
    return testNetwork
        .run("router", TestRouter.ALL)
        .replaceAll("(nets[46]_[0-9_]+)_[0-9a-f]{16}(_[0-9]+)?", "$1")
        .lines()
        .sorted()
        .toList()
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nftables | the .* | nft flush ruleset",
        "nftables | the table inet waymark | nft flush chain inet waymark steer4",
        "nftables | the table inet waymark | nft insert rule inet waymark steer accept",
        "nftables | the table inet waymark | nft 'add table inet waymark { flags dormant; }'",
        "nftables | the table inet waymark | nft flush chain inet waymark held_answers",
        "nftables | the learned addresses | nft delete element inet waymark hosts4_2 '{ 198.18.0.7"
            + " }'",
        "nftables | the learned addresses | nft add element inet waymark hosts6_1 '{ 2001:2::9 }'",
        "nftables | the static networks | nft flush set inet waymark $(nft list sets inet"
            + " >/run/sets; grep -om1 'nets4_2_[0-9a-f]*' /run/sets)",
        "nftables | the links' rules and routes | ip rule del priority 7002",
        "nftables | the links' rules and routes | ip -6 route flush table 7002",
        "nftables | the settings of the kernel | echo 0 > /proc/sys/net/ipv4/ip_forward",
        "ipset | the chains of iptables | iptables -t mangle -F WAYMARK_STEER",
        "ipset | the IP sets | ipset del waymark_2 198.18.0.7; ipset add waymark_2 198.18.0.8",
        "ipset | the IP sets | ipset flush waymarkn_2",
        "ipset | the IP sets | ipset flush waymark_2v6",
        "ipset | the links' rules and routes | ip route flush table 7002",
        "routes | the decided routes | ip route del 198.18.0.7 table 7000",
        "routes | the decided routes | ip -6 route flush table 7000",
        "routes | the decided routes | ip rule del priority 7032",
        "routes | the decided routes | ip route add 198.18.0.0/24 via 10.1.0.1 table 7000",
        "routes | the .* | nft flush ruleset",
      })
  void itIsPutBack(String plane, String what, String change) {
    PlaneKind kind =
        TestRouter.planes().stream()
            .filter(it -> it.word().equals(plane))
            .findFirst()
            .orElseThrow();
    testRouter.startInspecting(POLICY, kind);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testRouter.ask("www.video.example AAAA");
    String before = all();
    testNetwork.run("router", change);
    Eventually.holds(
        "a repair after: " + change, Duration.ofSeconds(30), () -> testRouter.repairs() > 0);
    Eventually.holds("repaired: " + change, () -> all().equals(before));
    assertThat(testRouter.host().events().since(0, 1000).entries())
        .anyMatch(
            entry ->
                entry.event() instanceof Event.Repaired(String repaired) && repaired.matches(what));
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    long repairs = testRouter.repairs();
    testRouter.ask("www.video.example");
    testNetwork.run("router", "sleep 1");
    assertThat(testRouter.repairs()).as("when all is well nothing is repaired").isEqualTo(repairs);
  }
}
