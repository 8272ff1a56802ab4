package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.EveryPlane;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Address;
import waymark.policy.Policy;

/** DNS that takes another path than from port to port 53, with connection tracking. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnsPathsKernelTest {
  private static final String NAMES =
      """
      host-record=www.video.example,198.18.0.7,2001:2:0:1::7
      host-record=own.video.example,198.18.0.8,2001:2:0:1::8
      """;
  private static final int FILTER = 5353;
  private static final Policy POLICY =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example"));

  @RegisterExtension private final TestRouter testRouter = new TestRouter(NAMES);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  /** A filter on the router, as people run it: its clients ask port 53 of any server. */
  @BeforeAll
  void aFilterOnTheRouter() {
    testNetwork.dnsmasq("router", "listen-address=10.0.0.1,127.0.0.1,fd00::1\nport=5353\n" + NAMES);
    Eventually.holds(
        "the filter answers",
        () ->
            testNetwork
                .run("router", "dig +tries=1 +time=1 -p 5353 @10.0.0.1 . || :")
                .contains("opcode: QUERY"));
  }

  @AfterEach
  void remove() {
    testNetwork.run("router", "nft delete table inet neighbour 2>/dev/null || :");
  }

  private void neighbour(String chain) {
    testNetwork.run(
        "router",
        "nft -f - <<'END'\ntable inet neighbour {\n chain one {\n" + chain + "\n }\n}\nEND");
  }

  @EveryPlane
  void aPortThatIsRedirectedToAFilterIsSeen(PlaneKind plane) {
    neighbour(
        """
        type nat hook prerouting priority dstnat;
        meta l4proto { tcp, udp } th dport 53 redirect to :5353
        """);
    testRouter.start(POLICY, plane);
    for (String server : List.of(TestRouter.DNS, "fd00:1::1")) {
      assertThat(testNetwork.curl(server, "-4", "http://www.video.example/")).isEqualTo("isp2");
      assertThat(testNetwork.curl(server, "-6", "http://www.video.example/")).isEqualTo("isp2");
    }
    testRouter.ask("+tcp own.video.example");
    assertThat(testRouter.curl("http://198.18.0.8/")).isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
    assertThat(testRouter.report().capture().unasked()).isZero();
  }

  @EveryPlane
  void theRoutersOwnQuestionsAreSeenWhereverTheyAreRedirected(PlaneKind plane) {
    neighbour(
        """
        type nat hook output priority -100;
        ip daddr 10.1.0.1 udp dport 53 redirect to :5353
        """);
    testRouter.start(POLICY, plane);
    assertThat(testNetwork.ownCurl(TestRouter.DNS, "-4", "http://own.video.example/"))
        .isEqualTo("isp2");
    assertThat(testNetwork.wrong()).isZero();
  }

  @EveryPlane
  void aPortThatIsTranslatedToThatOfDnsIsSeen(PlaneKind plane) {
    neighbour(
        """
        type nat hook prerouting priority dstnat;
        udp dport 5300 dnat ip to 10.1.0.1:53
        """);
    testRouter.start(POLICY, plane);
    testRouter.ask("-p 5300 www.video.example");
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
  }

  @EveryPlane
  void aPortOfTheConfigurationIsSeen(PlaneKind plane) {
    CaptureSettings captureSettings =
        CaptureSettings.DEFAULT.by(List.of(CaptureSettings.DNS_PORT, FILTER));
    testRouter.start(POLICY, captureSettings, plane);
    testNetwork.run("client", "dig +tries=1 @10.0.0.1 -p 5353 www.video.example");
    testRouter.ask("own.video.example");
    assertThat(testRouter.curl("http://198.18.0.7/")).isEqualTo("isp2");
    assertThat(testRouter.curl("http://198.18.0.8/")).isEqualTo("isp2");
  }

  @EveryPlane
  void whatIsNotTrackedIsCounted(PlaneKind plane) {
    neighbour(
        """
        type filter hook prerouting priority raw;
        udp dport 53 notrack
        udp sport 53 notrack
        """);
    testRouter.start(POLICY, plane);
    testRouter.ask("www.video.example");
    assertThat(testRouter.report().engine().leases()).isZero();
    Eventually.holds(
        "the question is counted", () -> testRouter.report().gaps().unseen().untracked() == 1);
    assertThat(testRouter.report().gaps().unseen().encrypted()).isZero();
  }

  @Test
  void whatTeachesNothingIsToldOnce() {
    testRouter.start(POLICY);
    testNetwork.run("client", "dig +tcp +tries=1 +time=1 -p 853 @10.1.0.1 www.video.example || :");
    testNetwork.run("client", "curl -s --max-time 1 https://1.1.1.1/ https://198.19.0.9/ || :");
    Eventually.holds(
        "an event tells of it",
        () ->
            testRouter.host().events().since(0, 100).entries().stream()
                .anyMatch(event -> event.toString().contains("encrypted DNS at port 853")));
    assertThat(testRouter.report().gaps().httpsServers()).containsExactly(Address.parse("1.1.1.1"));
  }

  @EveryPlane
  void encryptedDnsIsCounted(PlaneKind plane) {
    testRouter.start(POLICY, plane);
    testNetwork.run("client", "dig +tcp +tries=1 +time=1 -p 853 @10.1.0.1 www.video.example || :");
    Eventually.holds(
        "the connection is counted", () -> testRouter.report().gaps().unseen().encrypted() > 0);
    assertThat(testRouter.report().gaps().unseen().untracked()).isZero();
  }
}
