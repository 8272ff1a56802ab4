package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Event;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.ReplacedCommand;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** A policy that cannot be put in force leaves the one in force at work. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusedPolicyKernelTest {
  private static final Link ISP = Policies.link("isp", "up3", "10.3.0.1");

  /** How the engine names the repair after a refused change. */
  private static final String INSTALLED = "what is decided";

  private static final String ELEMENTS = KernelPart.ELEMENTS.toString();

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7\n");

  @Test
  void newAddressesAreCarriedWhileTheCommandFails() {
    Policy policy = Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
    KernelHost host = testRouter.start(policy, PlaneKind.NFTABLES);
    String rules = testRouter.testNetwork().run("router", "ip rule; ip -6 rule");
    Policy other =
        Policy.compile(
            List.of(Policies.VPN, ISP),
            List.of(Policies.rule("other", ISP, "other.example")),
            List.of(Link.DIRECT));
    try (ReplacedCommand _ = ReplacedCommand.of("nft", "echo out of memory; exit 1")) {
      assertThatThrownBy(() -> host.replace(other, List.of()).join())
          .hasMessageContaining("out of memory");
      assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
      assertThat(testRouter.testNetwork().run("router", "ip rule; ip -6 rule")).isEqualTo(rules);
    }
    assertThat(host.replace(other, List.of()).join().after()).isEqualTo(other);
  }

  @Test
  void aCommandThatFailsAfterItsTransactionIsNotTakenForAnotherProgram() {
    Policy policy = Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));
    KernelHost host = testRouter.start(policy, PlaneKind.NFTABLES);
    Policy other = Policies.policy(Policies.rule("other", Policies.VPN, "other.example"));
    try (ReplacedCommand _ = ReplacedCommand.of("nft", "system nft \"$@\"; exit 3")) {
      assertThatThrownBy(() -> host.replace(other, List.of()).join())
          .hasMessageContaining("exit 3");
    }
    Eventually.holds("the policy is installed again", () -> repaired(host).contains(INSTALLED));
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(host.ask(engine -> engine.policy()).join()).isEqualTo(policy);
    // Notices come in order: those of our own scripts were looked at before this one.
    testRouter
        .testNetwork()
        .run("router", "nft delete element inet waymark hosts4_2 '{ 198.18.0.7 }'");
    Eventually.holds("the address is back", () -> repaired(host).contains(ELEMENTS));
    assertThat(repaired(host)).containsExactly(INSTALLED, ELEMENTS);
  }

  /** What was repaired so far, each time that it was. */
  private static List<String> repaired(KernelHost host) {
    return host.events().since(0, 1_000).entries().stream()
        .flatMap(
            entry ->
                entry.event() instanceof Event.Repaired(String what)
                    ? Stream.of(what)
                    : Stream.empty())
        .toList();
  }
}
