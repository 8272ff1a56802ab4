package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** What a plane finds in the kernel, of its own or of another, it takes over or away. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlaneTakeoverKernelTest {
  /** Their tables and priorities are among the default ones. */
  private static final Marks OVERLAPPING = new Marks(0x0f000000, 7010, 7005);

  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @EveryPlane
  void anotherPolicyTakesItsPlace(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://here.example/")).isEqualTo("isp1");
    Policy policy =
        Policies.policy(
            Policies.rule("video", Link.DIRECT, "video.example"),
            Policies.rule("here", Policies.VPN, "here.example"));
    assertThat(testRouter.host().impact(policy).join().transition().heldAfter()).isNotEmpty();
    testRouter.host().replace(policy, List.of()).join();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp1");
    assertThat(testRouter.curl("http://here.example/")).isEqualTo("isp2");
    testRouter.host().replace(Sites.POLICY, List.of()).join();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://here.example/")).isEqualTo("isp1");
    assertThat(testRouter.repairs()).isZero();
  }

  @EveryPlane
  void aRestartTakesOverWhatIsThere(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    String before = testRouter.all();
    testRouter.host().close();
    assertThat(testRouter.all()).isEqualTo(before);
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.all()).isEqualTo(before);
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @EveryPlane
  void nothingIsLeftBehind(PlaneKind plane) {
    String before = testRouter.all();
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.all()).isNotEqualTo(before);
    testNetwork.forget(testRouter.host());
    assertThat(testRouter.all()).isEqualTo(before);
    testRouter.start(Sites.POLICY, plane);
  }

  @EveryPlane
  void anotherPlaneTakesOver(PlaneKind plane) {
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    List<String> alone = testRouter.all().lines().sorted().toList();
    for (PlaneKind next :
        TestRouter.planes().stream().filter(kind -> !kind.equals(plane)).toList()) {
      testRouter.host().close();
      testRouter.start(Sites.POLICY, next);
      assertThat(testRouter.curl("http://198.18.0.7/")).as(next.word()).isEqualTo("isp2");
      testRouter.host().close();
      testRouter.start(Sites.POLICY, plane);
      assertThat(testRouter.all().lines().sorted().toList())
          .as("back from " + next.word())
          .isEqualTo(alone);
      assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    }
  }

  @EveryPlane
  void otherMarksTakeThePlaceOfTheFormerOnes(PlaneKind plane) {
    String before = testRouter.all();
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    List<String> alone = testRouter.all().lines().sorted().toList();
    testRouter.host().close();
    testRouter.start(Sites.POLICY, OVERLAPPING, plane);
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testRouter.all()).contains("lookup 7012").doesNotContain("lookup 7002");
    testRouter.host().close();
    testRouter.start(Sites.POLICY, plane);
    assertThat(testRouter.all().lines().sorted().toList()).isEqualTo(alone);
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    testRouter.host().close();
    testRouter.start(Sites.POLICY, OVERLAPPING, plane);
    // It removes what is there as if the file had other marks again.
    testNetwork.forget(testRouter.host());
    assertThat(testRouter.all()).isEqualTo(before);
    testRouter.start(Sites.POLICY, plane);
  }

  @Test
  void setsThatAreThereAreTakenOver() {
    testNetwork.run(
        "router",
        """
        ipset create waymark_2 hash:net timeout 600
        ipset add waymark_2 198.18.77.0/24
        ipset create waymarkn_2 hash:net
        ipset add waymarkn_2 198.18.200.0/25
        ipset add waymarkn_2 198.18.77.0/24
        """);
    testRouter.start(Sites.POLICY, PlaneKind.IPSET);
    assertThat(testNetwork.run("router", "ipset save waymark_2"))
        .doesNotContain("timeout", "198.18.77");
    assertThat(testNetwork.run("router", "ipset save waymarkn_2"))
        .contains("198.18.200.0/25")
        .doesNotContain("198.18.77");
  }
}
