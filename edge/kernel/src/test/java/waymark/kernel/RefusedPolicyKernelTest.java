package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Shell;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** A policy that cannot be put in force leaves the one in force at work. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedPolicyKernelTest {
  private static final Link ISP = Policies.link("isp", "up3", "10.3.0.1");

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7\n");

  /** Takes the command away from this process and its children, in its own mount namespace. */
  private static void replaceNft(String script) {
    Shell.run(
        "printf '%s\\n' '#!/bin/sh' '"
            + script
            + "' >/run/nft; chmod +x /run/nft; cp -n $(command -v nft) /run/real-nft;"
            + " mount --bind /run/nft $(command -v nft)");
  }

  @AfterEach
  void restoreNft() {
    Shell.run("umount $(command -v nft) || true");
  }

  @Test
  void newAddressesAreCarriedWhileTheCommandFails() {
    Policy policy = Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
    KernelHost host = testRouter.start(policy, PlaneKind.NFTABLES);
    String rules = testRouter.testNetwork().run("router", "ip rule; ip -6 rule");
    replaceNft("echo out of memory; exit 1");
    Policy other =
        Policy.compile(
            List.of(Policies.VPN, ISP),
            List.of(Policies.rule("other", ISP, "other.example")),
            List.of(Link.DIRECT));
    assertThatThrownBy(() -> host.replace(other, List.of()).join())
        .hasMessageContaining("out of memory");
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.testNetwork().run("router", "ip rule; ip -6 rule")).isEqualTo(rules);
    restoreNft();
    assertThat(host.replace(other, List.of()).join().after()).isEqualTo(other);
  }

  @Test
  void aCommandThatFailsAfterItsTransactionIsNotTakenForAnotherProgram() {
    Policy policy = Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
    KernelHost host = testRouter.start(policy, PlaneKind.NFTABLES);
    replaceNft("/run/real-nft \"$@\"; exit 3");
    Policy other = Policies.policy(Policies.rule("other", Policies.VPN, "other.example"));
    assertThatThrownBy(() -> host.replace(other, List.of()).join()).hasMessageContaining("exit 3");
    restoreNft();
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(host.ask(engine -> engine.policy()).join()).isEqualTo(policy);
  }
}
