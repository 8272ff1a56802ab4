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
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Router;
import waymark.kernel.fixture.Sites;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.system.Tool;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Plane ipset with the iptables that keeps its chains by itself, not in nftables. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IptablesLegacyKernelTest {
  private static final String COMMANDS = "/usr/sbin/xtables-nft-multi";

  @RegisterExtension private final Router router = new Router(Sites.RECORDS);
  private final Network network = router.network();

  /** Every command of iptables is the same file by another name; this mount namespace is ours. */
  @BeforeAll
  void takeThePlaceOfTheOther() {
    Tool.run(List.of("mount", "--bind", "/usr/sbin/xtables-legacy-multi", COMMANDS));
    assertThat(network.run("router", "iptables -V; ip6tables-restore -V"))
        .contains("legacy")
        .doesNotContain("nf_tables");
  }

  @AfterAll
  void giveBack() {
    Tool.run(List.of("umount", COMMANDS));
  }

  @Test
  void namesAndNetworksAreSteered() {
    router.start(Sites.POLICY, PlaneKind.IPSET);
    for (String family : List.of("-4 ", "-6 ")) {
      assertThat(router.curl(family, "http://www.video.example/")).isEqualTo("isp2");
      assertThat(router.curl(family, "http://other.example/")).isEqualTo("isp1");
      assertThat(router.curl(family, "http://ads.example/")).isEqualTo(Router.REFUSED);
    }
    assertThat(router.curl("http://198.18.200.5/")).isEqualTo("isp2");
    assertThat(network.wrong()).isZero();
    assertThat(network.run("router", "nft list tables")).doesNotContain("mangle");
    assertThat(router.repairs()).isZero();
  }

  @Test
  void whatNoRuleAllowsIsRefused() {
    Policy policy =
        Policy.compile(
            List.of(Policies.VPN),
            List.of(Policies.rule("video", Policies.VPN, "video.example")),
            List.of(Link.BLOCK));
    router.start(policy, PlaneKind.IPSET);
    assertThat(router.curl("http://198.19.0.8/")).isEqualTo(Router.REFUSED);
    assertThat(network.packets("isp1", "isp2")).isZero();
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
    router.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    String before = router.all();
    network.run("router", change);
    Eventually.holds("a repair after: " + change, () -> router.repairs() > 0);
    Eventually.holds("put back: " + change, () -> router.all().equals(before));
    assertThat(router.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }

  @Test
  void nothingIsLeftBehind() {
    String before = router.all();
    KernelHost host = router.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(router.all()).isNotEqualTo(before);
    network.forget(host);
    assertThat(chains(router.all())).isEqualTo(chains(before));
    router.start(Sites.POLICY, PlaneKind.IPSET);
  }

  /** The tables that the kernel made when they were looked at are there for good, with no rules. */
  private static List<String> chains(String all) {
    return all.lines().filter(line -> line.startsWith("-") || line.contains("WAYMARK")).toList();
  }
}
