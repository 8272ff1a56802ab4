package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Notices;
import waymark.kernel.fixture.Policies;
import waymark.kernel.fixture.TestNetwork;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** What a change of policy leaves as it is, the kernel is not told again. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnchangedPartsKernelTest {
  /** More than one script of nft takes. */
  private static final int NETWORKS = 3_000;

  /** By the kernel's numbers; what is made again gets another. */
  private static final String HOLD =
      """
      exec 2>/dev/null # warnings of nft, in between
      nft -a list table inet waymark | grep '^table'
      nft -a list chain inet waymark held_answers
      nft -a list set inet waymark holding | grep -o 'set holding.*'
      nft list set inet waymark ended4 | grep -o '192.0.2.77'
      """;

  @RegisterExtension
  private final TestRouter testRouter = new TestRouter("host-record=www.video.example,198.18.0.7");

  private final TestNetwork testNetwork = testRouter.testNetwork();

  /** The kernel gives no notice of IP sets; their writer has a test of its own. */
  static List<PlaneKind> planesWithNotices() {
    return List.of(PlaneKind.NFTABLES, PlaneKind.ROUTES);
  }

  /** Networks that do not join, and names. */
  private static Policy policy(int networks, String... names) {
    List<String> list = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      list.add("20.%d.%d.0/25".formatted(i / 256, i % 256));
    }
    List<Rule> rules = new ArrayList<>();
    rules.add(Policies.rule("list", Policies.VPN, list.toArray(String[]::new)));
    for (String name : names) {
      rules.add(Policies.rule(name, Policies.VPN, name));
    }
    return Policies.policy(rules.toArray(Rule[]::new));
  }

  @ParameterizedTest
  @MethodSource("planesWithNotices")
  void aNameMoreTouchesNoNetwork(PlaneKind plane) {
    testRouter.start(policy(NETWORKS, "video.example"), plane);
    testRouter.ask("www.video.example");
    try (Notices notices =
        plane.equals(PlaneKind.NFTABLES)
            ? Notices.ofNftables(testNetwork)
            : Notices.ofRoutes(testNetwork)) {
      KernelHost host = testRouter.host();
      host.replace(policy(NETWORKS, "video.example", "more.example"), List.of()).join();
      assertThat(notices.read()).doesNotContain("20.0.", "nets4_", "198.18.0.7");

      host.replace(policy(NETWORKS + 1, "video.example"), List.of()).join();
      assertThat(notices.read()).contains("20.11.184.0");
    }
  }

  /** Its chains are surplus; but without the table for a moment, answers would pass unheld. */
  @ParameterizedTest
  @MethodSource("planesWithNotices")
  void aLinkLessLeavesTheHoldTheQueueAndTheEndedAddresses(PlaneKind plane) {
    Rule video = Policies.rule("video", Policies.VPN, "video.example");
    testRouter.start(
        Policies.policy(List.of(Policies.VPN, Policies.link("isp", "up3", "10.3.0.1")), video),
        plane);
    testNetwork.run("router", "nft add element inet waymark ended4 '{ 192.0.2.77 }'");
    String before = testNetwork.run("router", HOLD);
    assertThat(before).contains("queue", "192.0.2.77");
    try (Notices notices = Notices.ofNftables(testNetwork)) {
      testRouter.host().replace(Policies.policy(video), List.of()).join();
      assertThat(notices.read())
          .contains("delete chain inet waymark")
          .doesNotContain("delete table inet waymark", "element inet waymark holding");
    }
    assertThat(testNetwork.run("router", HOLD)).isEqualTo(before);
  }

  /** The nft command would read all networks before it takes an address out of a set. */
  @Test
  void aNameLessIsNotTakenOutByTheCommand() {
    testRouter.start(policy(NETWORKS, "video.example"));
    testRouter.ask("www.video.example");
    try (Notices notices = Notices.ofNftables(testNetwork)) {
      testRouter.host().replace(policy(NETWORKS), List.of()).join();
      assertThat(notices.read())
          .containsPattern("# new generation [0-9]+ by process [0-9]+ \\(waymark-control\\)");
      assertThat(testNetwork.run("router", "nft list set inet waymark hosts4_2"))
          .doesNotContain("198.18.0.7");
    }
  }
}
