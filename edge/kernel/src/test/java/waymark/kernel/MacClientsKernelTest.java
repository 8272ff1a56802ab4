package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.Sites;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Client;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** A rule is about the client with a network card, and about no other and not this host. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MacClientsKernelTest {
  private static final String CARD = "02:00:5e:10:00:01";
  private static final String OTHER = "02:00:5e:10:00:02";
  private static final List<String> SITES =
      List.of("http://198.19.1.9/", "http://[2001:2:0:2:1::9]/");

  @RegisterExtension private final TestRouter testRouter = new TestRouter(Sites.RECORDS);
  private final TestNetwork testNetwork = testRouter.testNetwork();

  /** Plane routes looks at no clients. */
  static List<PlaneKind> marking() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.IPSET);
  }

  @BeforeEach
  void itsCard() {
    card(CARD);
  }

  private void card(String address) {
    testNetwork.run("client", "ip link set eth0 address " + address);
    testNetwork.run("router", "ip neighbour flush dev c0");
  }

  private static Rule ofCard(Rule rule, String... more) {
    return Policies.scoped(
        rule,
        List.of(),
        Stream.concat(Stream.of("mac:" + CARD), Stream.of(more)).map(Client::parse).toList());
  }

  private void arrive(String where) {
    for (String site : SITES) {
      assertThat(testRouter.curl(site)).as(site).isEqualTo(where);
    }
  }

  private void own(String where) {
    assertThat(testNetwork.ownCurl(TestRouter.DNS, "-4", SITES.getFirst())).isEqualTo(where);
    assertThat(testNetwork.ownCurl(TestRouter.DNS, "-6", SITES.getLast())).isEqualTo(where);
  }

  @ParameterizedTest
  @MethodSource("marking")
  void theClientWithTheCard(PlaneKind plane) {
    Rule rule =
        Policies.rule("tv", Policies.VPN, "music.example", "198.19.1.0/24", "2001:2:0:2:1::/80");
    testRouter.start(Policies.policy(ofCard(rule)), plane);
    arrive("isp2");
    own("isp1");
    card(OTHER);
    arrive("isp1");
    assertThat(testRouter.report().wrongLinkPackets().values()).containsOnly(0L);
  }

  /** Leaving packets do not tell whose they were, so those of no connection are dropped. */
  @ParameterizedTest
  @MethodSource("marking")
  void packetsOfNoConnectionAreDroppedForAll(PlaneKind plane) {
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet neighbour {
          chain one {
            type filter hook prerouting priority raw;
            th dport 80 notrack
          }
        }
        END
        """);
    Rule rule = Policies.rule("tv", Policies.VPN, "198.19.1.0/24", "2001:2:0:2:1::/80");
    testRouter.start(Policies.policy(ofCard(rule)), plane);
    for (String address : List.of(CARD, OTHER)) {
      card(address);
      for (String site : SITES) {
        assertThat(testRouter.curl("--max-time 1", site)).as(site).startsWith("failed with");
      }
    }
    assertThat(testNetwork.packets("isp1", "isp1")).isZero();
    testNetwork.run("router", "nft delete table inet neighbour");
  }

  @ParameterizedTest
  @MethodSource("marking")
  void theClientWithTheCardAndThisHost(PlaneKind plane) {
    Rule rule = Policies.rule("tv", Policies.VPN, "198.19.1.0/24", "2001:2:0:2:1::/80");
    testRouter.start(Policies.policy(ofCard(rule, "self", "interface:up2")), plane);
    arrive("isp2");
    own("isp2");
    card(OTHER);
    arrive("isp1");
    own("isp2");
  }

  @ParameterizedTest
  @MethodSource("marking")
  void onlyTheCardMayLeave(PlaneKind plane) {
    Rule rule = Policies.rule("tv", Link.DIRECT, "0.0.0.0/0", "::/0");
    testRouter.start(
        Policy.compile(List.of(Policies.VPN), List.of(ofCard(rule)), List.of(Link.BLOCK)), plane);
    arrive("isp1");
    own(TestRouter.REFUSED);
    card(OTHER);
    arrive(TestRouter.REFUSED);
    assertThat(testRouter.report().wrongLinkPackets().values()).containsOnly(0L);
  }
}
