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
import waymark.kernel.fixture.Daemon;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Network;
import waymark.kernel.fixture.Policies;
import waymark.kernel.model.Learning;
import waymark.policy.Policy;

/** When the engine does not start, and what stays untouched then. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  private Network network;

  @BeforeAll
  void build() {
    network = Network.build();
  }

  @AfterAll
  void remove() {
    network.close();
  }

  private String said(Process process) {
    Eventually.holds("it ends", () -> !process.isAlive());
    assertThat(process.exitValue()).isEqualTo(1);
    return network.said(process);
  }

  @Test
  void aTableOfTheSameNameThatIsNotOursIsNotTouched() {
    network.run(
        "router",
        "nft 'add table inet waymark { comment \"mine\"; }; add chain inet waymark c; add rule inet"
            + " waymark c accept'");
    String before = network.run("router", "nft list ruleset; ip rule; ip -6 rule");
    assertThatThrownBy(() -> network.host(POLICY, Learning.DEFAULT))
        .hasMessageContaining("inet waymark")
        .hasMessageContaining("not made by Waymark")
        .hasMessageContaining("'mine'");
    assertThatThrownBy(
            () ->
                network.in(
                    "router",
                    () -> {
                      KernelHost.remove(network.settings(Learning.DEFAULT));
                      return 0;
                    }))
        .hasMessageContaining("not made by Waymark");
    assertThat(network.run("router", "nft list ruleset; ip rule; ip -6 rule")).isEqualTo(before);
    network.run("router", "nft delete table inet waymark");
    // What the failed start had opened is closed again.
    network.forget(network.host(POLICY, Learning.DEFAULT));
  }

  @Test
  void aSecondDaemonIsRefusedWithTheFirstOnesProcess() {
    KernelHost first = network.host(POLICY, Learning.DEFAULT);
    String before = network.run("router", "nft list ruleset; ip rule; ip -6 rule");
    assertThat(said(network.daemon()))
        .contains("another waymark runs on this host")
        .contains("process " + ProcessHandle.current().pid());
    assertThat(network.run("router", "nft list ruleset; ip rule; ip -6 rule")).isEqualTo(before);
    network.forget(first);
  }

  @Test
  void theMissingCapabilityIsNamed() {
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-net_admin"));
    command.addAll(Daemon.command(network.folder().resolve("nobodys")));
    assertThat(said(network.start("router", command)))
        .contains("not permitted")
        .contains("CAP_NET_ADMIN");
  }
}
