package waymark.kernel.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.kernel.fixture.Eventually;
import waymark.kernel.model.KernelException;

class ExternalCommandTest {
  @TempDir private Path folder = Path.of("");

  private static List<String> shell(String script) {
    return List.of("sh", "-c", script);
  }

  @Test
  void outputIsReturnedHoweverLong() {
    assertThat(ExternalCommand.run(shell("echo out; echo error >&2"))).isEqualTo("out\nerror\n");
    assertThat(ExternalCommand.run(shell("head -c 1000000 /dev/zero"))).hasSize(1_000_000);
  }

  @Test
  void aScriptIsFedOrNamed() {
    ScriptFile file = new ScriptFile(folder, "external-command-test");
    assertThat(ExternalCommand.feed(List.of("cat"), file, "some text")).isEqualTo("some text");
    assertThat(ExternalCommand.runScript(List.of("cat"), file, "other")).isEqualTo("other");
  }

  @Test
  void aFailureSaysWhatTheCommandSaid() {
    assertThatThrownBy(() -> ExternalCommand.run(shell("echo no; exit 3")))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("sh -c")
        .hasMessageEndingWith("(exit 3): no");
    assertThatThrownBy(() -> ExternalCommand.run(List.of("waymark-no-such-command")))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("waymark-no-such-command")
        .hasMessageContaining("install");
  }

  @Test
  void aCommandThatHangsIsKilledWithItsChildren() throws IOException {
    List<String> command = shell("sleep 1000 & echo $! >" + folder + "/pid; wait");
    assertThatThrownBy(() -> ExternalCommand.run(command, Duration.ofSeconds(2)))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("sleep 1000")
        .hasMessageContaining("did not end within 2.0 s and was killed")
        .hasMessageContaining("run it by hand");
    long child = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
    Eventually.holds(
        "the child is gone",
        () -> ProcessHandle.of(child).map(handle -> !handle.isAlive()).orElse(true));
  }

  @Test
  void anInterruptKillsTheCommand() throws InterruptedException {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ExternalCommand.run(shell("exec sleep 1000")))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
