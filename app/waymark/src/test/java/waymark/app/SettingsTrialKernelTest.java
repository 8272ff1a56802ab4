package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

/** Settings beside the policy that are applied, tried and rolled back with it. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class SettingsTrialKernelTest {
  /** The rules without what remembers a moment, or counts. */
  private static final String RULES =
      "nft -s list ruleset 2>/dev/null | sed 's/expires .*//; /elements = {/,/}/d'";

  private static final String[] OF_DENIAL = {"192.0.2.0/24", "198.51.100.53", "5353"};

  @TempDir private Path folder;

  private Path write(String name, String more) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        links: { one: { interface: lo } }
        rules: [{ name: first, to: one, domains: [a.example], networks: [203.0.113.0/24] }]
        state: %s
        """
                .formatted(folder.resolve("s"))
            + more);
  }

  private String rules() throws IOException {
    return Shell.run(folder, "sh", "-c", RULES);
  }

  private static Captured apply(Path file, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "apply";
    words[1] = "-c";
    words[2] = file.toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return Captured.run(words);
  }

  private static void applied(Path file, String... more) {
    Captured applied = apply(file, more);
    assertThat(applied.exit()).as(applied.err()).isEqualTo(Exit.DONE);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static boolean isServed(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void defaultDenyIsTriedWithAllThatBelongsToIt() throws Exception {
    int port = freePort();
    int next = freePort();
    Path file = write("waymark.yaml", "api: { listen: \"127.0.0.1:" + port + "\" }\n");
    try (TestDaemon daemon = new TestDaemon(file)) {
      Path deny =
          write(
              "deny.yaml",
              """
              default: block
              management: [192.0.2.0/24]
              learn: { resolvers: [198.51.100.53], dns: { mode: observe }, ports: [53, 5353] }
              api: { listen: "127.0.0.1:%d" }
              """
                  .formatted(next));
      assertThat(Captured.run("plan", "--verbose", "-c", deny.toString()).out())
          .contains("192.0.2.0/24");
      applied(deny, "--confirm-within", "10m", "--yes");
      assertThat(rules()).contains(OF_DENIAL).doesNotContain("queue num");
      assertThat(daemon.status().out()).contains("observed");
      assertThat(isServed(next)).isTrue();
      assertThat(isServed(port)).isFalse();
      applied(deny, "--rollback");
      assertThat(rules()).contains("queue num").doesNotContain(OF_DENIAL);
      assertThat(daemon.status().out()).contains("DNS answers are held");
      assertThat(isServed(port)).isTrue();
      assertThat(isServed(next)).isFalse();
      applied(deny, "--yes");
      applied(file);
      assertThat(rules()).contains("queue num").doesNotContain(OF_DENIAL);
    }
  }

  @Test
  void aPortThatIsInUseRefusesTheWholeChange() throws Exception {
    Path file = write("waymark.yaml", "");
    try (TestDaemon daemon = new TestDaemon(file);
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String before = rules();
      int free = freePort();
      Path taken =
          write(
              "taken.yaml",
              """
              management: [192.0.2.0/24]
              learn: { dns: off }
              api: { listen: ["127.0.0.1:%d", "127.0.0.1:%d"] }
              """
                  .formatted(free, other.getLocalPort()));
      Captured refused = apply(taken);
      assertThat(refused.exit()).isEqualTo(Exit.FAILED);
      assertThat(refused.err())
          .contains("the old policy stays in force", "port " + other.getLocalPort(), "in use");
      assertThat(rules()).isEqualTo(before);
      assertThat(isServed(free)).isFalse();
      assertThat(daemon.status().out()).contains("DNS answers are held");
    }
  }

  @Test
  void numbersInTheKernelNeedARestart() throws Exception {
    try (TestDaemon _ = new TestDaemon(write("waymark.yaml", ""))) {
      Captured refused = apply(write("other.yaml", "learn: { dns: { queue: 7, group: 8 } }\n"));
      assertThat(refused.exit()).isEqualTo(Exit.FAILED);
      assertThat(refused.err())
          .contains("changes learn.dns.group, learn.dns.queue", "restart the daemon");
    }
  }
}
