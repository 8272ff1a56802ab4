package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Client;
import waymark.policy.Link;

/** Interfaces by their alternative names, which come and go while the daemon runs. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlternativeNamesKernelTest {
  private static final String LINE = "the-second-line-of-this-house";
  private static final Link VPN = Policies.link("vpn", LINE, "10.2.0.1", "fd00:2::1");
  private static final String IPV4 = "http://www.video.example/";
  private static final String IPV6 = "http://[2001:2:0:1::9]/";

  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  @AfterEach
  void newInterface() {
    router("for name in up2 line2; do ip link delete $name 2>/dev/null || true; done");
    router("ip link property del dev c0 altname office 2>/dev/null || true");
    testNetwork.plugIn();
  }

  private void router(String commands) {
    testNetwork.run("router", commands);
  }

  private void arrives(String where) {
    for (String url : List.of(IPV4, IPV6)) {
      Eventually.holds(url + " arrives at " + where, () -> testRouter.curl(url).equals(where));
    }
  }

  @EveryPlane
  void aLinkFollowsItsAlternativeName(PlaneKind plane) {
    router("ip link property add dev up2 altname " + LINE);
    testRouter.start(
        Policies.policy(
            List.of(VPN),
            Policies.rule("video", VPN, "video.example", "198.18.0.0/16", "2001:2:0:1::/64")),
        plane);
    assertThat(testRouter.curl(IPV4)).isEqualTo("isp2");
    assertThat(testRouter.curl(IPV6)).isEqualTo("isp2");
    assertThat(testRouter.curl("http://other.example/")).isEqualTo("isp1");
    assertThat(testNetwork.wrong()).isZero();

    router("ip link property del dev up2 altname " + LINE);
    arrives(TestRouter.REFUSED);
    assertThat(testRouter.report().links().get("vpn").up()).isFalse();
    router("ip link property add dev up2 altname " + LINE);
    arrives("isp2");

    // Older kernels rename only what is down.
    router(
        """
        ip link set up2 name line2 2>/dev/null || {
          ip link set up2 down
          ip link set up2 name line2
          ip link set line2 up
        }
        ip address replace fd00:2::2/64 dev line2 nodad
        """);
    arrives("isp2");
    // Another interface takes the name over.
    router(
        """
        ip link property del dev line2 altname %1$s
        ip link property add dev up1 altname %1$s
        """
            .formatted(LINE));
    arrives(TestRouter.REFUSED);
    router("ip link property del dev up1 altname " + LINE);
    assertThat(testNetwork.packets("isp1", "isp2")).isZero();
  }

  /** They would go on with the address of an interface that they do not leave by any more. */
  @EveryPlane
  void connectionsEndWhenTheNameMovesToAnotherInterface(PlaneKind plane) throws IOException {
    router("ip link property add dev up2 altname " + LINE);
    Link vpn = Policies.link("vpn", LINE);
    testRouter.start(
        Policies.policy(List.of(vpn), Policies.rule("video", vpn, "198.18.0.0/16")), plane);
    int index = testRouter.report().links().get("vpn").index();
    try (Socket socket =
        testNetwork.in("client", () -> new Socket(TestNetwork.address("198.18.0.9"), 80))) {
      assertThat(TestClient.request(socket)).isEqualTo("isp2");
      router(
          "printf 'link property del dev up2 altname %1$s\\nlink property add dev up1 altname %1$s\\n' | ip -batch -"
              .formatted(LINE));
      Eventually.holds(
          "the link is the other interface",
          () -> testRouter.report().links().get("vpn").index() != index);
      Eventually.holds(
          "the connection is ended",
          () ->
              !testNetwork
                  .run("router", "conntrack -L -d 198.18.0.9 2>/dev/null")
                  .contains("ESTABLISHED"));
    }
    assertThat(testRouter.curl("http://198.18.0.9/")).isEqualTo("isp1");
    router("ip link property del dev up1 altname " + LINE);
  }

  /** Plane routes knows no clients. */
  private static List<PlaneKind> steering() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @ParameterizedTest
  @MethodSource("steering")
  void clientsComeByAnInterfaceWithAnAlternativeName(PlaneKind plane) {
    Client office = Client.parse("interface:office");
    testRouter.start(
        Policies.policy(
            Policies.scoped(
                Policies.rule("video", Policies.VPN, "198.18.0.0/16"), List.of(), List.of(office))),
        plane);
    String url = "http://198.18.0.9/";
    assertThat(testRouter.curl(url)).isEqualTo("isp1");
    router("ip link property add dev c0 altname office");
    Eventually.holds("the rule applies", () -> testRouter.curl(url).equals("isp2"));
    router("ip link property del dev c0 altname office");
    Eventually.holds("it does not any more", () -> testRouter.curl(url).equals("isp1"));
  }
}
