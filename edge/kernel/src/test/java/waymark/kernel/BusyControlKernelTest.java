package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.Transition;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestRouter;
import waymark.policy.Address;
import waymark.policy.Lifetime;
import waymark.policy.Link;
import waymark.policy.NamePattern;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** Answers go on while the control thread is at work. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BusyControlKernelTest {
  private static final int NETWORKS = 200_000;

  /** Answers that are read while nobody waits for the kernel take a fraction of this together. */
  private static final int ENOUGH = 20;

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter(
          "host-record=www.other.example,198.18.0.9\nhost-record=www.video.example,198.18.0.7\n");

  private static Policy policy(String name) {
    List<Network> networks = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      networks.add(new Network(Address.ofIpv4(0x0b000000 + i * 32), 28));
    }
    Rule list =
        new Rule("list", List.of(Policies.VPN), List.of(), networks, 0, Lifetime.DEFAULT, false);
    Rule names =
        new Rule(
            name,
            List.of(Policies.VPN),
            List.of(NamePattern.parse("video.example")),
            List.of(),
            0,
            Lifetime.DEFAULT,
            false);
    return Policy.compile(List.of(Policies.VPN), List.of(list, names), List.of(Link.DIRECT));
  }

  @Test
  void unrelatedNamesAreAnsweredWhileALargePolicyIsInstalled() {
    testRouter.start(Policies.policy(Policies.rule("video", Policies.VPN, "video.example")));
    CompletableFuture<Transition> replacing = testRouter.host().replace(policy("names"), List.of());
    int answers =
        testRouter
            .testNetwork()
            .in(
                "client",
                () -> {
                  TestClient client = new TestClient(TestRouter.DNS, 5_000);
                  int answered = 0;
                  while (!replacing.isDone()) {
                    List<InetAddress> found = client.ask("www.other.example", TestClient.A);
                    answered += found.size();
                  }
                  return answered;
                });
    replacing.join();
    assertThat(answers).isGreaterThan(ENOUGH);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    assertThat(testRouter.report().capture().dropped()).isZero();
  }
}
