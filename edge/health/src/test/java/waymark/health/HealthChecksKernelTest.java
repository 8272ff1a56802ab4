package waymark.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class HealthChecksKernelTest {
  private static Uplinks uplinks;

  private final List<String> turns = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void build() {
    uplinks = Uplinks.build();
  }

  @AfterAll
  static void takeDown() {
    uplinks.close();
  }

  private static LinkCheck check(String target, String device) {
    Check check =
        new Check(Probe.Tcp.parse(target), Duration.ofSeconds(1), Duration.ofSeconds(1), 3, 2);
    return new LinkCheck(check, device, Uplinks.MARK);
  }

  private HealthChecks start(Map<String, LinkCheck> checks) {
    return HealthChecks.start(
        checks,
        UnaryOperator.identity(),
        (link, health) -> turns.add(link + (health.up() ? " up" : " down")));
  }

  private static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within 30 s: " + what);
      }
      pause(10);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("health-"))
        .count();
  }

  @Test
  void linkTurnsDownAndUpAgain() {
    try (HealthChecks checks = start(Map.of("isp2", check("198.18.0.20:80", "up2")))) {
      assertThat(checks.now().get("isp2").up()).isTrue();
      await("a latency", () -> checks.now().get("isp2").latencyNanos() > 0);
      uplinks.silence("198.18.0.20");
      await("down", () -> !checks.now().get("isp2").up());
      LinkHealth down = checks.now().get("isp2");
      assertThat(down.loss()).isGreaterThan(0);
      assertThat(down.lastError()).isEqualTo("198.18.0.20:80: no answer in time");
      uplinks.unsilence("198.18.0.20");
      // The listener is told after the snapshot shows it.
      await("up", () -> turns.contains("isp2 up"));
      assertThat(checks.now().get("isp2").since()).isAfter(down.since());
      assertThat(turns).containsExactly("isp2 down", "isp2 up");
    }
  }

  @Test
  void interfaceThatAppearsTurnsItsLinkUp() {
    try (HealthChecks checks = start(Map.of("late", check("10.9.0.1:80", "late0")))) {
      await("down", () -> turns.contains("late down"));
      assertThat(checks.now().get("late").lastError()).isEqualTo("there is no interface late0");
      Uplinks.run(
          """
          ip link add late0 type veth peer name late1 netns isp2
          ip -n isp2 address add 10.9.0.1/24 dev late1
          ip -n isp2 link set late1 up
          ip address add 10.9.0.2/24 dev late0
          ip link set late0 up
          ip route add 10.9.0.0/24 dev late0 table 102
          """);
      await("up", () -> checks.now().get("late").up());
      Uplinks.run("ip link set late0 down");
      await("down", () -> !checks.now().get("late").up());
    } finally {
      Uplinks.run("ip link delete late0");
    }
  }

  @Test
  void unchangedChecksKeepTheirHealth() {
    LinkCheck refused = check("198.18.0.1:81", "up2");
    LinkCheck good = check("198.18.0.1:80", "up2");
    try (HealthChecks checks = start(Map.of("a", refused, "b", refused))) {
      await("both down", () -> turns.size() == 2);
      LinkHealth before = checks.now().get("a");
      checks.replace(Map.of("a", refused, "b", good, "c", good));
      assertThat(checks.now()).containsOnlyKeys("a", "b", "c");
      assertThat(checks.now().get("a").up()).isFalse();
      assertThat(checks.now().get("a").since()).isEqualTo(before.since());
      assertThat(checks.now().get("b").up()).isTrue();
      checks.replace(Map.of());
      assertThat(checks.now()).isEmpty();
      assertThat(turns).containsExactlyInAnyOrder("a down", "b down");
    }
  }

  @Test
  void allThreadsEndAtOnce() {
    Map<String, LinkCheck> many = new HashMap<>();
    for (int i = 0; i < 32; i++) {
      many.put("link" + i, check("198.18.0.1:" + (80 + i % 2), "up2"));
    }
    HealthChecks checks = start(many);
    await("half of them down", () -> turns.size() == 16);
    assertThat(threads()).isEqualTo(32);
    checks.close();
    checks.close();
    await("no thread", () -> threads() == 0);
    assertThatThrownBy(() -> checks.replace(many)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void listenerThatFailsEndsNothing() {
    try (HealthChecks checks =
        HealthChecks.start(
            Map.of("a", check("198.18.0.30:80", "up2")),
            UnaryOperator.identity(),
            (link, health) -> {
              turns.add(link + (health.up() ? " up" : " down"));
              throw new IllegalStateException("a test's");
            })) {
      uplinks.silence("198.18.0.30");
      await("down", () -> turns.contains("a down"));
      uplinks.unsilence("198.18.0.30");
      await("up", () -> turns.contains("a up"));
      assertThat(checks.now().get("a").up()).isTrue();
      assertThat(turns).containsExactly("a down", "a up");
    }
  }
}
