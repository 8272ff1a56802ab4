package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.Captured;
import waymark.app.cli.Exit;
import waymark.app.client.ConfigurationFile;
import waymark.kernel.KernelHost;
import waymark.kernel.KernelState;

/** The daemon is stopped while {@code nft} hangs in the middle of an apply. */
@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
@Timeout(40)
class StopKernelTest {
  private final Path folder;
  private final Path file;
  private final Start start;

  StopKernelTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    file = write("first");
    KernelHost.prepare();
    start = Start.of(new ConfigurationFile(file, true), Captured.terminal(false));
  }

  private Path write(String rule) throws IOException {
    return Files.writeString(
        folder.resolve("waymark.yaml"),
        """
        links: { one: { interface: lo } }
        rules: [{ name: %s, to: one, domains: [%s.example] }]
        state: %s
        """
            .formatted(rule, rule, folder.resolve("s")));
  }

  private static void shell(String script) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("sh", "-ec", script).inheritIO().start().waitFor()).isZero();
  }

  @AfterEach
  void cleanUp() throws Exception {
    shell("umount $(command -v nft) || true");
    KernelState.remove(start.configuration().hostSettings());
  }

  @Test
  void theCommandIsKilledAndWhoWaitsIsTold() throws Exception {
    Daemon daemon = Daemon.start(start, Map.of(), Instant.now());
    Path hanging = folder.resolve("nft");
    Path began = folder.resolve("began");
    Files.writeString(hanging, "#!/bin/sh\ntouch " + began + "\nsleep 1000\n");
    Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwxr-xr-x"));
    shell("mount --bind " + hanging + " $(command -v nft)");
    write("second");
    CompletableFuture<Captured> apply =
        CompletableFuture.supplyAsync(() -> Captured.run("apply", "-c", file.toString()));
    while (!Files.exists(began)) {
      Thread.sleep(20);
    }
    daemon.close();
    Captured said = apply.join();
    assertThat(said.exit()).isEqualTo(Exit.FAILED);
    assertThat(said.err()).contains("the daemon was stopped before the policy was in force");
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
        .noneMatch(process -> process.info().commandLine().orElse("").contains("sleep 1000"));
  }
}
