package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.CaptureSettings.Mode;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.ExemptionSettings;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.model.PlaneKind;
import waymark.netlink.PacketLog;
import waymark.netlink.PacketLogOptions;
import waymark.policy.Policy;

/** How names are learned changes while the router runs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveSettingsKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          """
          host-record=a.video.example,198.18.0.7
          host-record=b.video.example,198.18.1.7
          host-record=c.video.example,198.18.2.7
          host-record=d.video.example,198.18.3.7
          host-record=e.video.example,198.18.4.7
          """);

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private void use(CaptureSettings captureSettings, DnsTrust trust) {
    LiveSettings live = new LiveSettings(captureSettings, ExemptionSettings.SYSTEM, trust);
    testRouter.host().replace(POLICY, live, List.of()).join();
  }

  private String curl(String site) {
    return testRouter.curl("http://" + site + ".video.example/");
  }

  private long leases() {
    return testRouter.report().engine().leases();
  }

  @EveryPlane
  void answersAreHeldCopiedAndLeftAlone(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    assertThat(curl("a")).isEqualTo("isp2");
    use(CaptureSettings.DEFAULT.in(Mode.OFF), new DnsTrust.Any());
    assertThat(curl("b")).isEqualTo("isp1");
    assertThat(leases()).isEqualTo(1);
    assertThat(testRouter.report().mode()).isEqualTo(Mode.OFF);
    use(CaptureSettings.DEFAULT.in(Mode.OBSERVE), new DnsTrust.Any());
    curl("c");
    Eventually.holds("it is observed", () -> leases() == 2);
    CaptureSettings longer =
        new CaptureSettings(
            Mode.HOLD,
            Duration.ofSeconds(1),
            CaptureSettings.DEFAULT.group(),
            CaptureSettings.DEFAULT.queue());
    use(longer, new DnsTrust.Any());
    assertThat(curl("d")).isEqualTo("isp2");
    assertThat(testRouter.report().capture().held()).isEqualTo(1);
    use(longer, new DnsTrust.Only(List.of()));
    assertThat(curl("e")).as("of a server that does not count").isEqualTo("isp1");
    use(longer, new DnsTrust.Any());
    assertThat(curl("e")).isEqualTo("isp2");
  }

  @EveryPlane
  void whatCannotBeOpenedChangesNothing(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    use(CaptureSettings.DEFAULT.in(Mode.OFF), new DnsTrust.Any());
    String before = testNetwork.run("router", TestRouter.ALL);
    PacketLogOptions ours = new PacketLogOptions(CaptureSettings.DEFAULT.group(), 64, 4096);
    try (PacketLog _ = testNetwork.in("router", () -> PacketLog.open(ours))) {
      assertThatThrownBy(() -> use(CaptureSettings.DEFAULT, new DnsTrust.Any()))
          .hasMessageContaining("another socket reads it");
    }
    assertThat(testNetwork.run("router", TestRouter.ALL)).isEqualTo(before);
    assertThat(testRouter.report().mode()).isEqualTo(Mode.OFF);
    use(CaptureSettings.DEFAULT, new DnsTrust.Any());
    assertThat(curl("a")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }
}
