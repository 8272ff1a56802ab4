package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import waymark.kernel.fixture.DaemonProcess;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.model.CaptureSettings;
import waymark.policy.Policy;

/** When the engine does not start, and what stays untouched then. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  private TestNetwork testNetwork;

  @BeforeAll
  void build() {
    testNetwork = TestNetwork.build();
  }

  @AfterAll
  void remove() {
    testNetwork.close();
  }

  private String said(Process process) {
    Eventually.holds("it ends", () -> !process.isAlive());
    assertThat(process.exitValue()).isEqualTo(1);
    return testNetwork.said(process);
  }

  @Test
  void aTableOfTheSameNameThatIsNotOursIsNotTouched() {
    testNetwork.run(
        "router",
        "nft 'add table inet waymark { comment \"mine\"; }; add chain inet waymark c; add rule inet"
            + " waymark c accept'");
    String before = testNetwork.run("router", "nft list ruleset; ip rule; ip -6 rule");
    assertThatThrownBy(() -> testNetwork.host(POLICY, CaptureSettings.DEFAULT))
        .hasMessageContaining("inet waymark")
        .hasMessageContaining("not made by Waymark")
        .hasMessageContaining("'mine'");
    assertThatThrownBy(
            () ->
                testNetwork.in(
                    "router",
                    () -> {
                      KernelState.remove(testNetwork.settings(CaptureSettings.DEFAULT));
                      return 0;
                    }))
        .hasMessageContaining("not made by Waymark");
    assertThat(testNetwork.run("router", "nft list ruleset; ip rule; ip -6 rule"))
        .isEqualTo(before);
    testNetwork.run("router", "nft delete table inet waymark");
    // What the failed start had opened is closed again.
    testNetwork.forget(testNetwork.host(POLICY, CaptureSettings.DEFAULT));
  }

  @Test
  void aSecondDaemonIsRefusedWithTheFirstOnesProcess() {
    KernelHost first = testNetwork.host(POLICY, CaptureSettings.DEFAULT);
    String before = testNetwork.run("router", "nft -s list ruleset; ip rule; ip -6 rule");
    assertThat(said(testNetwork.daemon()))
        .contains("another waymark runs on this host")
        .contains("process " + ProcessHandle.current().pid());
    assertThat(testNetwork.run("router", "nft -s list ruleset; ip rule; ip -6 rule"))
        .isEqualTo(before);
    testNetwork.forget(first);
  }

  @Test
  void theMissingCapabilityIsNamed() {
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin"));
    command.addAll(DaemonProcess.command(testNetwork.folder().resolve("nobodys")));
    assertThat(said(testNetwork.start("router", command)))
        .contains("not permitted")
        .contains("CAP_NET_ADMIN");
  }
}
