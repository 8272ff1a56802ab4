package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.fixture.TestTraffic;
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
  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @EveryPlane
  void namedSitesGoByTheSecondLinkFromTheFirstPacket(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    for (String family : List.of("-4 ", "-6 ")) {
      assertThat(testRouter.curl(family, "http://www.video.example/")).isEqualTo("isp2");
      assertThat(testRouter.curl(family, "http://other.example/")).isEqualTo("isp1");
      assertThat(testRouter.curl(family, "http://ads.example/")).isEqualTo(TestRouter.REFUSED);
    }
    assertThat(testRouter.curl("http://here.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testRouter.report().capture().held()).isPositive();
    assertThat(testRouter.host().kernelHolds(Address.parse("198.18.0.7")).join()).isTrue();
  }

  @EveryPlane
  void networksNeedNoName(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://198.18.200.5/")).isEqualTo("isp2");
    // narrower, and so the other rule's
    assertThat(testRouter.curl("http://198.18.200.200/")).isEqualTo("isp1");
    assertThat(testRouter.curl("http://[2001:2:0:1:c::5]/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.19.200.5/")).isEqualTo(TestRouter.REFUSED);
    assertThat(testRouter.curl("http://[2001:2:0:2:bad::5]/")).isEqualTo(TestRouter.REFUSED);
  }

  @EveryPlane
  void theRoutersOwnProgramsAreSteered(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    for (String family : List.of("-4", "-6")) {
      for (String site : List.of("www.video.example", "other.example")) {
        assertThat(testNetwork.ownCurl(TestRouter.DNS, family, "http://" + site + "/"))
            .as(family + " " + site)
            .isEqualTo(site.equals("other.example") ? "isp1" : "isp2");
      }
    }
    assertThat(testNetwork.wrong()).isZero();
  }

  @EveryPlane
  void noFirstPacketGoesAstray(PlaneKind plane) throws InterruptedException {
    testRouter.start(Sites.POLICY, plane);
    try (TestTraffic testTraffic = new TestTraffic(testNetwork, TestRouter.DNS, "video.example")) {
      testTraffic.begins();
      Eventually.holds("enough is known", () -> testTraffic.known().size() >= 300);
      testTraffic.stop();
      assertThat(testTraffic.wrong()).isEmpty();
    }
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testRouter.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
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
    testRouter.start(policy, plane);
    assertThat(testRouter.curl("http://spare.example/")).isEqualTo("isp1");
    testRouter.host().judge(Map.of(), Map.of("other", 9_000_000L, "vpn", 1_000_000L));
    leadsTo("isp2");
    testRouter
        .host()
        .judge(Map.of("vpn", "no answer"), Map.of("other", 9_000_000L, "vpn", 1_000_000L));
    leadsTo("isp1");
    assertThat(testRouter.repairs()).isZero();
  }

  private void leadsTo(String isp) {
    Eventually.holds(
        "it leads to " + isp, () -> testRouter.curl("http://spare.example/").equals(isp));
  }

  @Test
  void theRouteCommandAgrees() {
    testRouter.start(Sites.POLICY, PlaneKind.ROUTES);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testNetwork.run("router", "ip route show table 7000"))
        .contains("198.18.0.7 via 10.2.0.1 dev up2 proto 250 metric 200")
        .contains("198.18.200.0/25 via 10.2.0.1 dev up2 proto 250 metric 200")
        .contains("throw 198.18.200.128/25 proto 250 metric 200")
        .contains("prohibit 198.19.200.0/24 proto 250 metric 200");
    assertThat(testNetwork.run("router", "ip route get 198.18.0.7")).contains("dev up2 table 7000");
    assertThat(testNetwork.run("router", "ip route get 198.18.200.200")).contains("dev up1");
  }
}
