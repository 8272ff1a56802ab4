package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

/** The daemon as a process of its own, told to change its policy. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class RunKernelTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @TempDir private Path folder;
  private Path file = Path.of("");
  private Path log = Path.of("");
  private Process daemon;

  private RunKernelTest() throws IOException {
    daemon = new ProcessBuilder("true").start();
  }

  @BeforeEach
  void start() throws IOException {
    file = folder.resolve("waymark.yaml");
    log = folder.resolve("log");
    write(file, "first");
    run();
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.destroy();
    assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Captured.run("down", "-c", file.toString());
  }

  private void run(String... more) throws IOException {
    List<String> command = OwnProgram.command("run", "-c", file.toString());
    command.addAll(List.of(more));
    daemon =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    eventually("ready", () -> Captured.run("status", "-c", file.toString()).exit() == Exit.DONE);
  }

  private void write(Path to, String rule) throws IOException {
    Files.writeString(
        to,
        """
        links: { one: { interface: lo } }
        rules: [{ name: %s, to: one, domains: [a.example], networks: [203.0.113.0/24] }]
        state: %s
        """
            .formatted(rule, folder.resolve("s")));
  }

  private boolean isInForce(String rule) {
    return Captured.run("explain", "-c", file.toString(), "203.0.113.7").out().contains(rule);
  }

  private void eventually(String what, BooleanSupplier condition) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what + "; " + Files.readString(log)).isLessThan(end);
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private Captured apply(Path which, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "apply";
    words[1] = "-c";
    words[2] = which.toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return Captured.run(words);
  }

  @Test
  void whatIsNotConfirmedIsRolledBack() throws IOException {
    Path other = folder.resolve("other.yaml");
    write(other, "second");
    Captured applied = apply(other, "--confirm-within", "10s");
    assertThat(applied.err()).isEmpty();
    assertThat(applied.out()).contains("rolled back in 10 s", "a restart loads " + file);
    assertThat(isInForce("second")).isTrue();
    Captured again = apply(other);
    assertThat(again.exit()).isEqualTo(Exit.FAILED);
    assertThat(again.err()).contains("other.yaml is on trial for");
    eventually("rolled back", () -> isInForce("first"));
    assertThat(apply(file, "--confirm").err()).contains("no policy is on trial");
  }

  @Test
  void whatIsConfirmedStays() throws IOException, InterruptedException {
    Path other = folder.resolve("other.yaml");
    write(other, "second");
    assertThat(apply(other, "--confirm-within", "10s").exit()).isEqualTo(Exit.DONE);
    assertThat(apply(other, "--confirm").out()).startsWith("Confirmed ");
    Thread.sleep(10_500);
    assertThat(isInForce("second")).isTrue();
  }

  @Test
  void aDaemonThatIsKilledDuringATrialStartsWithThePolicyBefore()
      throws IOException, InterruptedException {
    daemon.destroy();
    daemon.waitFor();
    run("--no-watch");
    write(file, "second");
    assertThat(apply(file, "--confirm-within", "60s").exit()).isEqualTo(Exit.DONE);
    assertThat(isInForce("second")).isTrue();
    daemon.destroyForcibly().waitFor();
    run();
    assertThat(isInForce("first")).isTrue();
    assertThat(Files.readString(log)).contains("never confirmed");
  }

  @Test
  void theSignalAndAChangedFileLoadItAgain() throws IOException {
    write(file, "second");
    signal();
    eventually("the signal is followed", () -> isInForce("second"));
    write(file, "third");
    eventually("the change is followed", () -> isInForce("third"));
    assertThat(daemon.isAlive()).isTrue();
  }

  private void signal() throws IOException {
    try {
      new ProcessBuilder("kill", "-HUP", Long.toString(daemon.pid())).start().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aBrokenFileChangesNothing() throws IOException {
    Files.writeString(file, "rules: 7\nstate: " + folder.resolve("s") + "\n");
    eventually("it is said", () -> said("rules: is '7'"));
    assertThat(Files.readString(log)).contains("the old policy stays in force");
    write(file, "first");
    assertThat(isInForce("first")).isTrue();
    Path broken = folder.resolve("broken.yaml");
    write(broken, "second");
    Files.writeString(broken, Files.readString(broken) + "learn: { dns: { queue: 7 } }\n");
    Captured fixed = apply(broken);
    assertThat(fixed.exit()).isEqualTo(Exit.FAILED);
    assertThat(fixed.err()).contains("changes learn.dns.queue", "restart the daemon");
    assertThat(isInForce("first")).isTrue();
  }

  private boolean said(String text) {
    try {
      return Files.readString(log).contains(text);
    } catch (IOException e) {
      return false;
    }
  }
}
