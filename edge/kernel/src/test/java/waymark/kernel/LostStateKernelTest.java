package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.model.Removed;
import waymark.policy.Policy;

/** A removal that has neither the configuration nor the state folder of the daemon. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostStateKernelTest {
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24"));
  private static final String RULES = "ip rule; ip -6 rule; ip route show table all proto 250";

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7\n");

  private final TestNetwork testNetwork = testRouter.testNetwork();

  private static void lose(Path state) throws IOException {
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Removed removed(Path state) {
    return testNetwork.in("router", () -> KernelState.remove(List.of(HostSettings.ofState(state))));
  }

  @EveryPlane
  void whatRulesSayOfThemselvesIsEnough(PlaneKind plane) throws IOException {
    String before = testNetwork.run("router", RULES + "; nft list tables");
    HostSettings usual = testNetwork.settings(CaptureSettings.DEFAULT);
    HostSettings settings = usual.with(new Marks(0x00f00000, 5100, 4100)).with(plane);
    KernelHost host = testNetwork.in("router", () -> KernelHost.start(POLICY, settings));
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
    testNetwork.in(
        "router",
        () -> {
          host.close();
          return 0;
        });
    assertThat(testNetwork.run("router", RULES)).contains("0xf00000 lookup 510");
    lose(settings.state());
    Removed removed = removed(settings.state());
    assertThat(testNetwork.run("router", RULES)).doesNotContain("510", "proto 250");
    assertThat(testNetwork.run("router", "ipset list -n; iptables-save")).doesNotContain("aymark");
    assertThat(testNetwork.run("router", "nft list tables")).doesNotContain("waymark");
    assertThat(removed.left().toString()).contains("Waymark may have set", "ip_forward=1");
    if (plane instanceof PlaneKind.OfNftables) {
      assertThat(testNetwork.run("router", RULES + "; nft list tables")).isEqualTo(before);
    }
    if (!(plane instanceof PlaneKind.OfRoutes)) {
      assertThat(removed.connections()).isPositive();
    }
    assertThat(removed(settings.state()).connections()).isZero();
  }
}
