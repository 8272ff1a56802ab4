package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Router;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.Traffic;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Strategy;

/** Every plane decides the same. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanesKernelTest {
  @RegisterExtension private final Router router = new Router(Sites.RECORDS);
  private final Network network = router.network();

  @EveryPlane
  void namedSitesGoByTheSecondLinkFromTheFirstPacket(PlaneKind plane) {
    router.start(Sites.POLICY, plane);
    for (String family : List.of("-4 ", "-6 ")) {
      assertThat(router.curl(family, "http://www.video.example/")).isEqualTo("isp2");
      assertThat(router.curl(family, "http://other.example/")).isEqualTo("isp1");
      assertThat(router.curl(family, "http://ads.example/")).isEqualTo(Router.REFUSED);
    }
    assertThat(router.curl("http://here.example/")).isEqualTo("isp1");
    assertThat(network.wrong()).isZero();
    assertThat(router.report().capture().held()).isPositive();
    assertThat(router.host().kernelHolds(Address.parse("198.18.0.7")).join()).isTrue();
  }

  @EveryPlane
  void networksNeedNoName(PlaneKind plane) {
    router.start(Sites.POLICY, plane);
    assertThat(router.curl("http://198.18.200.5/")).isEqualTo("isp2");
    // narrower, and so the other rule's
    assertThat(router.curl("http://198.18.200.200/")).isEqualTo("isp1");
    assertThat(router.curl("http://[2001:2:0:1:c::5]/")).isEqualTo("isp2");
    assertThat(router.curl("http://198.19.200.5/")).isEqualTo(Router.REFUSED);
    assertThat(router.curl("http://[2001:2:0:2:bad::5]/")).isEqualTo(Router.REFUSED);
  }

  @EveryPlane
  void theRoutersOwnProgramsAreSteered(PlaneKind plane) {
    router.start(Sites.POLICY, plane);
    for (String family : List.of("-4", "-6")) {
      for (String site : List.of("www.video.example", "other.example")) {
        assertThat(network.ownCurl(Router.DNS, family, "http://" + site + "/"))
            .as(family + " " + site)
            .isEqualTo(site.equals("other.example") ? "isp1" : "isp2");
      }
    }
    assertThat(network.wrong()).isZero();
  }

  @EveryPlane
  void noFirstPacketGoesAstray(PlaneKind plane) throws InterruptedException {
    router.start(Sites.POLICY, plane);
    try (Traffic traffic = new Traffic(network, Router.DNS, "video.example")) {
      traffic.begins();
      Eventually.holds("enough is known", () -> traffic.known().size() >= 300);
      traffic.stop();
      assertThat(traffic.wrong()).isEmpty();
    }
    assertThat(network.wrong()).isZero();
    assertThat(router.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
  }

  @EveryPlane
  void theFastestOfAGroupIsTaken(PlaneKind plane) {
    Link other = Policies.link("other", "up1", "10.1.0.1");
    Group both = new Group("both", List.of(other, Policies.VPN), Strategy.FASTEST);
    Policy policy =
        Policy.compile(
            List.of(Policies.VPN, other),
            List.of(both),
            List.of(Policies.rule("spare", List.of(both), "spare.example")),
            List.of(Link.DIRECT));
    router.start(policy, plane);
    assertThat(router.curl("http://spare.example/")).isEqualTo("isp1");
    router.host().judge(Set.of(), Map.of("other", 9_000_000L, "vpn", 1_000_000L));
    assertThat(router.curl("http://spare.example/")).isEqualTo("isp2");
    router.host().judge(Set.of("vpn"), Map.of("other", 9_000_000L, "vpn", 1_000_000L));
    assertThat(router.curl("http://spare.example/")).isEqualTo("isp1");
    assertThat(router.repairs()).isZero();
  }

  @Test
  void theRouteCommandAgrees() {
    router.start(Sites.POLICY, PlaneKind.ROUTES);
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(network.run("router", "ip route show table 7000"))
        .contains("198.18.0.7 via 10.2.0.1 dev up2 proto 250 metric 200")
        .contains("198.18.200.0/25 via 10.2.0.1 dev up2 proto 250 metric 200")
        .contains("throw 198.18.200.128/25 proto 250 metric 200")
        .contains("prohibit 198.19.200.0/24 proto 250 metric 200");
    assertThat(network.run("router", "ip route get 198.18.0.7")).contains("dev up2 table 7000");
    assertThat(network.run("router", "ip route get 198.18.200.200")).contains("dev up1");
  }
}
