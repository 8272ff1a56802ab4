package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Router;
import waymark.kernel.fixture.Sites;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** What a plane finds in the kernel, of its own or of another, it takes over or away. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaneTakeoverKernelTest {
  @RegisterExtension private final Router router = new Router(Sites.RECORDS);
  private final Network network = router.network();

  @EveryPlane
  void anotherPolicyTakesItsPlace(PlaneKind plane) {
    router.start(Sites.POLICY, plane);
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(router.curl("http://here.example/")).isEqualTo("isp1");
    Policy policy =
        Policies.policy(
            Policies.rule("video", Link.DIRECT, "video.example"),
            Policies.rule("here", Policies.VPN, "here.example"));
    assertThat(router.host().outlook(policy).join().transition().heldAfter()).isNotEmpty();
    router.host().replace(policy).join();
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp1");
    assertThat(router.curl("http://here.example/")).isEqualTo("isp2");
    router.host().replace(Sites.POLICY).join();
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(router.curl("http://here.example/")).isEqualTo("isp1");
    assertThat(router.repairs()).isZero();
  }

  @EveryPlane
  void aRestartTakesOverWhatIsThere(PlaneKind plane) {
    router.start(Sites.POLICY, plane);
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    String before = router.all();
    router.host().close();
    assertThat(router.all()).isEqualTo(before);
    assertThat(router.curl("http://198.18.0.7/")).isEqualTo("isp2");
    router.start(Sites.POLICY, plane);
    assertThat(router.all()).isEqualTo(before);
    assertThat(router.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(network.wrong()).isZero();
  }

  @EveryPlane
  void nothingIsLeftBehind(PlaneKind plane) {
    String before = router.all();
    router.start(Sites.POLICY, plane);
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(router.all()).isNotEqualTo(before);
    network.forget(router.host());
    assertThat(router.all()).isEqualTo(before);
    router.start(Sites.POLICY, plane);
  }

  @EveryPlane
  void anotherPlaneTakesOver(PlaneKind plane) {
    router.start(Sites.POLICY, plane);
    assertThat(router.curl("http://www.video.example/")).isEqualTo("isp2");
    List<String> alone = router.all().lines().sorted().toList();
    for (PlaneKind next : Router.planes().stream().filter(kind -> !kind.equals(plane)).toList()) {
      router.host().close();
      router.start(Sites.POLICY, next);
      assertThat(router.curl("http://198.18.0.7/")).as(next.word()).isEqualTo("isp2");
      router.host().close();
      router.start(Sites.POLICY, plane);
      assertThat(router.all().lines().sorted().toList())
          .as("back from " + next.word())
          .isEqualTo(alone);
      assertThat(router.curl("http://198.18.0.7/")).isEqualTo("isp2");
    }
  }

  @Test
  void setsThatAreThereAreTakenOver() {
    network.run(
        "router",
        """
        ipset create waymark_2 hash:net timeout 600
        ipset add waymark_2 198.18.77.0/24
        ipset create waymarkn_2 hash:net
        ipset add waymarkn_2 198.18.200.0/25
        ipset add waymarkn_2 198.18.77.0/24
        """);
    router.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(network.run("router", "ipset save waymark_2"))
        .doesNotContain("timeout", "198.18.77");
    assertThat(network.run("router", "ipset save waymarkn_2"))
        .contains("198.18.200.0/25")
        .doesNotContain("198.18.77");
  }
}
