package waymark.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import waymark.kernel.fixture.Attempts;
import waymark.kernel.fixture.DenyingRouter;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.fixture.TestRouter;
import waymark.kernel.model.PlaneKind;
import waymark.policy.Link;

/** A default that denies stays in force, whatever becomes of the daemon and of its rules. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DenialStaysKernelTest {
  @RegisterExtension private final DenyingRouter router = new DenyingRouter();

  static List<PlaneKind> planes() {
    return DenyingRouter.planes();
  }

  private String run(String script) {
    return router.testNetwork().run("router", script);
  }

  /** Of the first line: its decision, what leads to it, all of it. */
  private List<String> damage() {
    return router.isNftables()
        ? List.of(
            "nft flush chain inet waymark steer",
            "nft flush chain inet waymark prerouting; nft flush chain inet waymark output",
            "nft flush table inet waymark")
        : List.of(
            "for i in ip ip6; do ${i}tables -t mangle -F WAYMARK_STEER; done",
            "for i in ip ip6; do ${i}tables -t mangle -F PREROUTING; ${i}tables -t mangle -F"
                + " OUTPUT; done",
            "for i in ip ip6; do ${i}tables -t mangle -F; done");
  }

  private String flush() {
    return router.isNftables()
        ? "nft flush ruleset"
        : "for i in ip ip6; do for t in mangle filter nat; do ${i}tables -t $t -F; done; done";
  }

  private String flushSecondLine() {
    return router.isNftables()
        ? "nft flush chain inet waymark strays"
        : "iptables -F WAYMARK_STRAYS; ip6tables -F WAYMARK_STRAYS";
  }

  private long strays() {
    String listed =
        router.isNftables()
            ? run(
                "nft list counter inet waymark strays | sed -n 's/.*packets \\([0-9]*\\) .*/\\1/p'")
            : run("iptables -vxnL WAYMARK_STRAYS 2>/dev/null | tail -n 1 | awk '{ print $1 }'");
    return Long.parseLong(listed.strip());
  }

  @ParameterizedTest
  @MethodSource("planes")
  void nothingLeaksWhateverBecomesOfTheDaemonAndOfOneLine(PlaneKind plane) throws Exception {
    router.by(plane);
    Process daemon = router.startedDaemon();
    router.testNetwork().forgetPackets();
    try (Attempts _ = new Attempts(router.testNetwork(), DenyingRouter.FORBIDDEN)) {
      for (int i = 0; i < 3; i++) {
        Thread.sleep(200);
        daemon.destroyForcibly().onExit().join();
        Thread.sleep(200);
        daemon = router.startedDaemon();
      }
      // With nobody there to repair it.
      daemon.destroyForcibly().onExit().join();
      for (String damage : damage()) {
        run(damage);
        Thread.sleep(300);
        assertThat(router.leaked()).as(damage).isZero();
      }
      assertThat(strays()).isPositive();
      daemon = router.startedDaemon();
      String whole = run(TestRouter.ALL);
      run(damage().getLast());
      Eventually.holds("it is repaired", () -> run(TestRouter.ALL).equals(whole));
      assertThat(router.leaked()).isZero();
      // Whoever takes all away opens the door until it is seen.
      run(flush());
      Eventually.holds("it is repaired", () -> run(TestRouter.ALL).equals(whole));
      router.testNetwork().forgetPackets();
      Thread.sleep(500);
      assertThat(router.leaked()).isZero();
      run(flushSecondLine());
      Thread.sleep(300);
      assertThat(router.leaked()).isZero();
    }
    daemon.destroyForcibly().onExit().join();
    router.start();
    assertThat(router.denyCounters().byDefault()).isTrue();
  }

  /** Each alone: chains, jumps, single rules of either line. */
  private List<String> changes() {
    return router.isNftables()
        ? List.of("nft flush chain inet waymark strays", "nft flush chain inet waymark deny")
        : List.of(
            "iptables -F WAYMARK_STRAYS",
            "ip6tables -D WAYMARK_STRAYS -j DROP",
            "iptables -D FORWARD -j WAYMARK_LEAVING",
            "ip6tables -D INPUT -j WAYMARK_REFUSAL_HERE",
            "iptables -I WAYMARK_STRAYS -j RETURN",
            "iptables -t mangle -F WAYMARK_DENY",
            "iptables -t mangle -D WAYMARK_FORGED 1",
            "ip6tables -t mangle -D WAYMARK_RESUMED 1",
            "iptables -F OUTPUT; iptables -F FORWARD; iptables -F WAYMARK_LEAVING; iptables -X"
                + " WAYMARK_LEAVING");
  }

  @ParameterizedTest
  @MethodSource("planes")
  void whatOthersTakeAwayIsPutBack(PlaneKind plane) {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.POLICY, "198.19.77.0/24", "2001:2:0:2:77::/80");
    String before = run(TestRouter.ALL);
    for (String change : changes()) {
      long repairs = host.report().join().engine().repairs();
      run(change);
      Eventually.holds(
          "a repair after " + change, () -> host.report().join().engine().repairs() > repairs);
      assertThat(run(TestRouter.ALL)).as(change).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aRestartChangesNothingAndTheEndTakesAll(PlaneKind plane) {
    router.by(plane);
    String without = run(TestRouter.ALL);
    router.start(DenyingRouter.POLICY).close();
    String before = run(TestRouter.ALL);
    assertThat(before).isNotEqualTo(without);
    router.start();
    assertThat(run(TestRouter.ALL)).isEqualTo(before);
    router.stop();
    assertThat(run(TestRouter.ALL)).isEqualTo(without);
  }

  @ParameterizedTest
  @MethodSource("planes")
  void aDefaultThatDeniesNoMoreLeavesNothingOfIt(PlaneKind plane) {
    router.by(plane);
    KernelHost host = router.start(DenyingRouter.policy(Link.DIRECT));
    List<String> before = run(rules()).lines().sorted().toList();
    host.replace(DenyingRouter.POLICY, List.of()).join();
    assertThat(run(rules()).lines().sorted().toList()).isNotEqualTo(before);
    host.replace(DenyingRouter.policy(Link.DIRECT), List.of()).join();
    assertThat(run(rules()).lines().sorted()).containsExactlyElementsOf(before);
  }

  /** All but counters, which go on. */
  private static String rules() {
    String table = "nft -s list table inet waymark 2>/dev/null";
    return TestRouter.ALL.replace(table, table + " | sed '/^\tcounter/,/^\t}/d' | grep .");
  }
}
