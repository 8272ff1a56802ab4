package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import waymark.engine.LeaseEvent;
import waymark.engine.Sighting;
import waymark.engine.Source;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestClient;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.FlowImpact;
import waymark.kernel.model.PolicyImpact;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** What a change of policy does to addresses, connections, links and sets. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyChangeKernelTest {
  private static final String SITE = "198.18.200.9";
  private static final Link OTHER = Policies.link("other", "up1", "10.1.0.1", "fd00:1::1");
  private static final Policy BY_VPN =
      Policies.policy(Policies.rule("video", Policies.VPN, "video.example", "198.18.200.0/24"));
  private static final Policy BY_DIRECT =
      Policies.policy(Policies.rule("video", Link.DIRECT, "video.example", "198.18.200.0/24"));
  private static final Policy WITHOUT_VPN =
      Policies.policy(
          List.of(OTHER), Policies.rule("video", OTHER, "video.example", "198.18.200.0/24"));

  @RegisterExtension
  private final TestRouter testRouter =
      new TestRouter("host-record=www.video.example,198.18.0.7\n");

  private final TestNetwork testNetwork = testRouter.testNetwork();
  private volatile boolean stopping;

  private void start() {
    testRouter.start(BY_VPN);
    assertThat(testRouter.curl("http://www.video.example/")).isEqualTo("isp2");
  }

  private Socket connect() {
    return testNetwork.in("client", () -> new Socket(TestNetwork.address(SITE), 80));
  }

  private String request(Socket socket) {
    return testNetwork.in("client", () -> TestClient.request(socket));
  }

  private String visit(String address) {
    return testNetwork.in("client", () -> TestClient.visit(TestNetwork.address(address)));
  }

  /** A set was to be filled anew, and the process was killed before the rules looked into it. */
  @Test
  void aStartTakesOverFromAChangeThatWasCutShort() {
    String addresses =
        IntStream.range(0, 600)
            .mapToObj(i -> "198.18.%d.%d".formatted(100 + i / 200, 1 + i % 200))
            .collect(Collectors.joining(", "));
    testNetwork.run(
        "router",
        """
        nft -f - <<'END'
        table inet waymark {
          comment "Waymark"
          set hosts4_2 { type ipv4_addr; elements = { %s } }
          set hosts4_2_g1 { type ipv4_addr; }
        }
        END
        """
            .formatted(addresses));
    start();
    assertThat(testNetwork.run("router", "nft list table inet waymark"))
        .contains("set hosts4_2_g1")
        .doesNotContain("set hosts4_2 {", "198.18.100.1");
  }

  @Test
  void noticesThatAreLostAreNoReasonForARepair() throws Exception {
    start();
    // So much at once overruns the socket that the notices come by.
    String rules = "    ip saddr 192.0.2.1 counter drop\n".repeat(300);
    testNetwork.run(
        "router",
        "cat >/run/much.nft <<'END'\ntable inet other {\n  chain c {\n"
            + rules
            + "  }\n}\ndelete table inet other\nEND\n"
            + "for i in $(seq 20); do nft -f /run/much.nft; done");
    Thread.sleep(2000);
    assertThat(testRouter.repairs()).isZero();
    testNetwork.run("router", "nft flush table inet waymark; nft -f /run/much.nft");
    Eventually.holds("it is repaired", () -> testRouter.repairs() > 0);
  }

  @Test
  void whatIsPlannedIsWhatHappens() throws IOException {
    start();
    try (Socket open = connect()) {
      assertThat(request(open)).isEqualTo("isp2");
      String before =
          testNetwork.run("router", "nft -s list table inet waymark 2>/dev/null; ip rule");
      PolicyImpact policyImpact = testRouter.host().impact(BY_DIRECT).join();
      assertThat(policyImpact.flows())
          .contains(new FlowImpact(Address.parse(SITE), "vpn", false, 1));
      assertThat(policyImpact.before()).contains("chain to_2: goto link_2");
      assertThat(policyImpact.after()).contains("chain to_1: goto link_1");
      assertThat(policyImpact.transition().moves(Address.parse("198.18.0.7"))).isTrue();
      assertThat(testNetwork.run("router", "nft -s list table inet waymark 2>/dev/null; ip rule"))
          .isEqualTo(before);

      testRouter.host().replace(BY_DIRECT, List.of()).join();
      assertThat(visit("198.18.0.7")).isEqualTo("isp1");
      assertThat(visit(SITE)).isEqualTo("isp1");
      Eventually.holds("the open connection is ended", () -> testRouter.report().moved() > 0);
      assertThat(testRouter.host().impact(BY_DIRECT).join().flows()).isEmpty();
    }
  }

  @Test
  void connectionsStayWhereTheirRuleWantsThat() throws IOException {
    start();
    Rule rule = BY_DIRECT.rules().getFirst();
    Rule quiet =
        new Rule(rule.name(), rule.to(), rule.names(), rule.networks(), 0, rule.ttl(), false);
    try (Socket open = connect()) {
      assertThat(request(open)).isEqualTo("isp2");
      assertThat(testRouter.host().impact(Policies.policy(quiet)).join().flows()).isEmpty();
      testRouter.host().replace(Policies.policy(quiet), List.of()).join();
      assertThat(visit(SITE)).isEqualTo("isp1");
      for (int i = 0; i < 20; i++) {
        assertThat(request(open)).isEqualTo("isp2");
      }
    }
  }

  @Test
  void connectionsOfALinkThatIsGoneEnd() throws IOException {
    start();
    try (Socket open = connect()) {
      assertThat(request(open)).isEqualTo("isp2");
      assertThat(testRouter.host().impact(WITHOUT_VPN).join().flows())
          .contains(new FlowImpact(Address.parse(SITE), "vpn", true, 1));
      testRouter.host().replace(WITHOUT_VPN, List.of()).join();
      assertThat(visit(SITE)).isEqualTo("isp1");
      Eventually.holds(
          "no connection has the link's number", () -> testNetwork.connections(2) == 0);
      assertThat(testNetwork.run("router", "ip rule")).contains("7003:").doesNotContain("7002:");
      assertThat(testNetwork.run("router", "ip route show table all")).doesNotContain("table 7002");
    }
  }

  @Test
  void whatWasLearnedBeforeATrialComesBack() {
    start();
    List<LeaseEvent.Held> held =
        testRouter.host().ask(engine -> engine.knowledge().leases()).join();
    testRouter
        .host()
        .replace(Policies.policy(Policies.rule("x", Policies.VPN, "x.example")), List.of())
        .join();
    assertThat(visit("198.18.0.7")).isEqualTo("isp1");
    testRouter.host().replace(BY_VPN, held).join();
    assertThat(visit("198.18.0.7")).isEqualTo("isp2");
  }

  @Test
  void manyAddressesGoElsewhereAndARestartFindsThem() {
    testRouter.start(BY_VPN);
    learn(5_000);
    testRouter.host().replace(BY_DIRECT, List.of()).join();
    assertThat(testNetwork.run("router", "nft list sets inet")).contains("hosts4_1_g1");
    assertThat(elements()).isEqualTo(5_000);
    testRouter.host().replace(BY_VPN, List.of()).join();
    testRouter.host().replace(BY_DIRECT, List.of()).join();
    assertThat(visit("198.18.0.7")).isEqualTo("isp1");
    assertThat(elements()).isEqualTo(5_000);
    String before = testNetwork.run("router", "nft -s list table inet waymark 2>/dev/null");

    testRouter.host().close();
    testRouter.start(BY_DIRECT);
    assertThat(sorted(testNetwork.run("router", "nft -s list table inet waymark 2>/dev/null")))
        .isEqualTo(sorted(before));
    assertThat(testRouter.host().kernelHolds(Address.parse("198.18.0.7")).join()).isTrue();
    learn(5_010);
    assertThat(elements()).isEqualTo(5_010);
  }

  private static List<String> sorted(String listed) {
    return listed
        .lines()
        .map(String::strip)
        .filter(line -> !line.contains("198.18.") && !line.contains("counter"))
        .sorted()
        .toList();
  }

  /** The addresses from 198.18.0.1 on. */
  private void learn(int count) {
    testRouter
        .host()
        .ask(
            engine -> {
              for (int i = 1; i <= count; i++) {
                Address address = Address.ofIpv4((198 << 24 | 18 << 16) + i);
                engine.learn(
                    new Sighting(Source.DNS, List.of("n" + i + ".video.example"), address, 300));
              }
              return engine.commit();
            })
        .join();
  }

  private int elements() {
    return Integer.parseInt(
        testNetwork
            .run(
                "router",
                "nft list table inet waymark 2>/dev/null | grep -Eo '198\\.18\\.[0-9]+\\.[0-9]+' |"
                    + " grep -vc 198.18.200.0 || :")
            .strip());
  }

  @Test
  void aPolicyThatTheKernelRefusesLeavesTheOldOne() {
    start();
    Link other = Policies.link("other", "up3", "10.9.0.1");
    Policy refused = Policies.policy(List.of(other), Policies.rule("x", other, "x.example"));
    // No script can be written, as on a full disk.
    String script = testNetwork.folder().resolve("state").resolve("script.nft").toString();
    testNetwork.run("router", "mv /run/waymark /run/aside; touch /run/waymark; mkdir " + script);
    Assertions.assertThatThrownBy(() -> testRouter.host().replace(refused, List.of()).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("cannot install the policy");
    testNetwork.run("router", "rm /run/waymark; mv /run/aside /run/waymark; rmdir " + script);
    assertThat(visit("198.18.0.7")).isEqualTo("isp2");
    assertThat(testNetwork.run("router", "ip rule")).contains("7002:");
    Eventually.holds(
        "the routes of the refused link are gone",
        () -> !testNetwork.run("router", "ip rule").contains("7003:"));
  }

  @Test
  void tenThousandRulesUnderTraffic() throws InterruptedException {
    start();
    testNetwork.forgetPackets();
    List<String> wrong = new ArrayList<>();
    List<Policy> policies = List.of(tenThousand(0), tenThousand(1));
    stopping = false;
    Thread visitor =
        testNetwork.in(
            "client",
            () ->
                Thread.ofPlatform()
                    .start(
                        () -> {
                          while (!stopping) {
                            try {
                              String link = TestClient.visit(TestNetwork.address("198.18.0.7"));
                              if (!link.equals("isp2")) {
                                wrong.add(link);
                              }
                            } catch (IOException e) {
                              wrong.add(e.toString());
                            }
                          }
                        }));
    for (int i = 0; i < 6; i++) {
      testRouter.host().replace(policies.get(i % 2), List.of()).join();
    }
    stopping = true;
    visitor.join();
    assertThat(wrong).isEmpty();
    assertThat(testNetwork.wrong()).isZero();
  }

  /** A third of the rules lead elsewhere with each shift. */
  private static Policy tenThousand(int shift) {
    List<Rule> rules = new ArrayList<>(BY_VPN.rules());
    for (int i = 0; i < 10_000; i++) {
      rules.add(
          Policies.rule(
              "r" + i,
              (i + shift) % 3 == 0 ? Link.DIRECT : Policies.VPN,
              "r" + i + ".example",
              "=x" + i + ".test",
              "20." + i / 256 + "." + i % 256 + ".0/25"));
    }
    return Policies.policy(rules.toArray(Rule[]::new));
  }
}
