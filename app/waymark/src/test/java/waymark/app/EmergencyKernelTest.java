package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

/** A running daemon whose configuration file has been broken since, with a state of its own. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class EmergencyKernelTest {
  private static final String NOT_YAML = "rules: [ {\nlinks: }\n";

  private final Path folder;
  private final Path file;
  private final Path state;
  private final TestDaemon daemon;

  EmergencyKernelTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    file = folder.resolve("waymark.yaml");
    state = folder.resolve("s");
    write(file, "first");
    daemon = new TestDaemon(file);
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private void write(Path to, String rule) throws IOException {
    Files.writeString(
        to,
        """
        links: { one: { interface: lo } }
        rules: [{ name: %s, to: one, domains: [a.example], networks: [203.0.113.0/24] }]
        state: %s
        """
            .formatted(rule, state));
  }

  private static void broken(String... words) {
    Captured run = Captured.run(words);
    assertThat(run.exit()).as("%s: %s", List.of(words), run.err()).isEqualTo(Exit.DONE);
  }

  @Test
  void questionsNeedNoFile() throws IOException {
    String c = file.toString();
    for (String text : List.of(NOT_YAML, "rules: 7\nstate: " + state + "\n", "stale: s\n")) {
      Files.writeString(file, text);
      broken("status", "-c", c);
      broken("events", "-c", c);
      broken("explain", "-c", c, "203.0.113.7");
      broken("conflicts", "-c", c);
      broken("top", "--once", "-c", c);
      broken("log", "-c", c);
    }
    Files.delete(file);
    broken("status", "-c", c);
    broken("status");
    broken("explain", "a.example");
    assertThat(Captured.run("status", "--state", folder.toString()).exit())
        .as("another daemon")
        .isEqualTo(Exit.NOT_REACHABLE);
    assertThat(Captured.run("status", "-c", c).err()).contains("asking the daemon of " + state);
  }

  @Test
  void aTrialIsConfirmedOrRolledBackWithoutTheFile() throws IOException {
    Path other = folder.resolve("other.yaml");
    write(other, "second");
    assertThat(apply("--rollback").exit()).isEqualTo(Exit.FAILED);
    assertThat(apply("-c", other.toString(), "--confirm-within", "10m").exit())
        .isEqualTo(Exit.DONE);
    Files.writeString(file, NOT_YAML);
    Captured back = apply("--rollback", "-c", file.toString());
    assertThat(back.exit()).as(back.err()).isEqualTo(Exit.DONE);
    assertThat(back.out()).contains("Rolled back: " + file + " is in force again.");
    assertThat(rule()).contains("first");
    assertThat(apply("-c", other.toString(), "--confirm-within", "10m").exit())
        .isEqualTo(Exit.DONE);
    Files.writeString(other, NOT_YAML);
    Captured confirmed = apply("--confirm", "-c", other.toString());
    assertThat(confirmed.exit()).as(confirmed.err()).isEqualTo(Exit.DONE);
    assertThat(confirmed.out()).startsWith("Confirmed " + other);
    assertThat(rule()).contains("second");
    assertThat(apply("--confirm").exit()).isEqualTo(Exit.FAILED);
    assertThat(apply("-c", other.toString()).exit()).as("a broken file").isEqualTo(Exit.WRONG);
  }

  private static Captured apply(String... more) {
    String[] words = new String[more.length + 1];
    words[0] = "apply";
    System.arraycopy(more, 0, words, 1, more.length);
    return Captured.run(words);
  }

  private String rule() {
    return Captured.run("explain", "203.0.113.7").out();
  }

  private String kernel() throws IOException {
    return Shell.run(folder, "sh", "-c", "nft list tables; ip rule");
  }

  @Test
  void aStoppedPolicyIsRemovedWithoutTheFile() throws Exception {
    Captured running = Captured.run("down", "-c", file.toString());
    assertThat(running.exit()).isEqualTo(Exit.FAILED);
    assertThat(running.err()).contains("process " + daemon.pid());
    daemon.stop();
    Files.writeString(file, NOT_YAML);
    assertThat(kernel()).contains("inet waymark", "fwmark");
    Captured down = Captured.run("down", "-c", file.toString());
    assertThat(down.exit()).as(down.err()).isEqualTo(Exit.DONE);
    assertThat(down.out()).contains("Note: the files in " + state + " stay (", "links.kept");
    assertThat(kernel()).doesNotContain("waymark", "fwmark");
    assertThat(daemon.status().exit()).isEqualTo(Exit.NOT_REACHABLE);
  }
}
