package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.system.ExternalCommand;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Plane ipset with the iptables that keeps its chains by itself, not in nftables. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IptablesLegacyKernelTest {
  private static final String COMMANDS = "/usr/sbin/xtables-nft-multi";

  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  /** Every command of iptables is the same file by another name; this mount namespace is ours. */
  @BeforeAll
  void takeThePlaceOfTheOther() {
    ExternalCommand.run(List.of("mount", "--bind", "/usr/sbin/xtables-legacy-multi", COMMANDS));
    assertThat(testNetwork.run("router", "iptables -V; ip6tables-restore -V"))
        .contains("legacy")
        .doesNotContain("nf_tables");
  }

  @AfterAll
  void giveBack() {
    ExternalCommand.run(List.of("umount", COMMANDS));
  }

  @Test
  void namesAndNetworksAreSteered() {
    testRouter.start(Sites.POLICY, PlaneKind.IPSET);
    for (String family : List.of("-4 ", "-6 ")) {
      assertThat(testRouter.curl(family, "http://www.video.example/")).isEqualTo("isp2");
      assertThat(testRouter.curl(family, "http://other.example/")).isEqualTo("isp1");
      assertThat(testRouter.curl(family, "http://ads.example/")).isEqualTo(TestRouter.REFUSED);
    }
    assertThat(testRouter.curl("http://198.18.200.5/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testNetwork.run("router", "nft list tables")).doesNotContain("mangle");
    assertThat(testRouter.repairs()).isZero();
  }

  @Test
  void whatNoRuleAllowsIsRefused() {
    Policy policy =
        Policy.compile(
            List.of(Policies.VPN),
            List.of(Policies.rule("video", Policies.VPN, "video.example")),
            List.of(Link.BLOCK));
    testRouter.start(policy, PlaneKind.IPSET);
    assertThat(testRouter.curl("http://198.19.0.8/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "iptables -t mangle -F",
        "ip6tables -t mangle -I WAYMARK_STEER -j RETURN",
        "iptables -t nat -F POSTROUTING",
        "ipset flush waymark_2",
      })
  void setsAndChainsArePutBack(String change) {
    testRouter.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    String before = testRouter.all();
    testNetwork.run("router", change);
    Eventually.holds("a repair after: " + change, () -> testRouter.repairs() > 0);
    Eventually.holds("repaired: " + change, () -> testRouter.all().equals(before));
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }

  @Test
  void nothingIsLeftBehind() {
    String before = testRouter.all();
    KernelHost host = testRouter.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(testRouter.all()).isNotEqualTo(before);
    testNetwork.forget(host);
    assertThat(chains(testRouter.all())).isEqualTo(chains(before));
    testRouter.start(Sites.POLICY, PlaneKind.IPSET);
  }

  /** The tables that the kernel made when they were looked at are there for good, with no rules. */
  private static List<String> chains(String all) {
    return all.lines().filter(line -> line.startsWith("-") || line.contains("WAYMARK")).toList();
  }
}
