package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;
import waymark.policy.Policy;

/** Rules are about the destination after address translation, of forwarded and own connections. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TranslationKernelTest {
  private static final Policy POLICY =
      Policies.policy(
          Policies.rule("video", Policies.VPN, "198.18.0.0/16", "2001:2:0:1::/64"),
          Policies.rule("ads", Link.BLOCK, "198.19.99.0/24", "2001:2:0:2:99::/80"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter();
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void removeTranslation() {
    testNetwork.run("router", "nft delete table inet translation 2>/dev/null || :");
  }

  private void translate(String family, String from, String to) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet translation {
          chain pre { type nat hook prerouting priority dstnat; %1$s daddr %2$s dnat %1$s to %3$s; }
          chain out { type nat hook output priority -100; %1$s daddr %2$s dnat %1$s to %3$s; }
        }
        END
        """
            .formatted(family, from, to));
  }

  private static PlaneKind plane(String word) {
    return TestRouter.planes().stream()
        .filter(plane -> plane.word().equals(word))
        .findFirst()
        .orElseThrow();
  }

  private String visit(String host, String address) {
    return testNetwork.in(
        host,
        () -> {
          try {
            return TestClient.visit(TestNetwork.address(address));
          } catch (IOException _) {
            return "refused";
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "nftables, ip, 198.19.0.7, 198.18.0.7, isp2",
    "nftables, ip6, 2001:2:0:2::7, 2001:2:0:1::7, isp2",
    "nftables, ip, 198.19.0.7, 198.19.99.1, refused",
    "nftables, ip6, 2001:2:0:2::7, 2001:2:0:2:99::1, refused",
    "nftables, ip, 198.18.0.7, 198.19.0.7, isp1",
    "nftables, ip6, 2001:2:0:1::7, 2001:2:0:2::7, isp1",
    "nftables, ip, 198.19.99.1, 198.19.0.7, isp1",
    "routes, ip, 198.19.0.7, 198.18.0.7, isp2",
    "routes, ip6, 2001:2:0:2::7, 2001:2:0:1::7, isp2",
    "routes, ip, 198.19.0.7, 198.19.99.1, refused",
    "routes, ip, 198.18.0.7, 198.19.0.7, isp1"
  })
  void theTranslatedAddressDecides(
      String plane, String family, String from, String to, String expected) {
    translate(family, from, to);
    testRouter.start(POLICY, plane(plane));
    for (String host : List.of("client", "router")) {
      assertThat(visit(host, from)).as(host).isEqualTo(expected);
    }
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    assertThat(testRouter.report().wrongLinkPackets().values()).allMatch(packets -> packets == 0);
  }

  /** iptables decides before the translation. What would then be wrong is dropped. */
  @ParameterizedTest
  @CsvSource({
    "ip, 198.19.0.7, 198.18.0.7",
    "ip6, 2001:2:0:2::7, 2001:2:0:1::7",
    "ip, 198.19.0.7, 198.19.99.1",
    "ip, 198.18.0.9, 10.0.0.2"
  })
  void iptablesLetsNothingLeaveByAWrongLink(String family, String from, String to) {
    translate(family, from, to);
    testRouter.start(POLICY, PlaneKind.IPSET);
    for (String host : List.of("client", "router")) {
      assertThat(
              testNetwork.<Boolean>in(
                  host,
                  () -> {
                    try (Socket socket = new Socket()) {
                      socket.connect(new InetSocketAddress(TestNetwork.address(from), 80), 1_500);
                      return true;
                    } catch (IOException _) {
                      return false;
                    }
                  }))
          .as(host)
          .isFalse();
    }
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
    assertThat(testNetwork.packets("isp2", "isp2")).isZero();
    assertThat(testNetwork.packets("isp1", "isp1")).isZero();
  }

  /** A rule's address that stands for a server of the local network. */
  @ParameterizedTest
  @CsvSource({
    "nftables, ip, 198.18.0.9, 10.0.0.2",
    "nftables, ip6, 2001:2:0:1::9, fd00::2",
    "routes, ip, 198.18.0.9, 10.0.0.2",
    "routes, ip6, 2001:2:0:1::9, fd00::2"
  })
  void aServerOfTheLocalNetworkIsReached(String plane, String family, String from, String to)
      throws IOException {
    translate(family, from, to);
    testRouter.start(POLICY, plane(plane));
    try (ServerSocket _ = testNetwork.in("client", () -> new ServerSocket(80))) {
      assertThat(
              testNetwork.<Boolean>in(
                  "router",
                  () -> {
                    try (Socket socket = new Socket()) {
                      socket.connect(new InetSocketAddress(TestNetwork.address(from), 80), 5_000);
                      return true;
                    } catch (IOException _) {
                      return false;
                    }
                  }))
          .isTrue();
    }
    assertThat(testNetwork.packets("isp2", "isp2")).isZero();
  }
}
