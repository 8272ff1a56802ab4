package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.Exit;

/** The daemon runs with the capabilities that the unit of docs/service.md leaves to it. */
class ServiceKernelTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @TempDir private Path folder;

  @Test
  void theCapabilitiesOfTheUnitAreEnough() throws IOException, InterruptedException {
    Path file = folder.resolve("waymark.yaml");
    Path log = folder.resolve("log");
    Files.writeString(
        file,
        """
        links: { one: { interface: lo, check: { ping: 127.0.0.1 } } }
        rules: [{ name: names, to: one, domains: [a.example] }]
        default: block
        state: %s
        """
            .formatted(folder.resolve("state")));
    String left =
        Arrays.stream(ServicePage.read().setting("CapabilityBoundingSet").split(" ", -1))
            .map(name -> ",+" + name.replaceFirst("CAP_", "").toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-all" + left));
    command.add("--no-new-privs");
    command.addAll(OwnProgram.command("run", "--yes", "-c", file.toString()));
    Process daemon =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      long end = System.nanoTime() + PATIENCE_NANOS;
      while (Captured.run("status", "-c", file.toString()).exit() != Exit.DONE) {
        assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
        Thread.sleep(50);
      }
    } finally {
      daemon.destroy();
      assertThat(daemon.waitFor(20, TimeUnit.SECONDS)).isTrue();
      Captured.run("down", "-c", file.toString());
    }
    // The first word of each line is the time, because stderr is a file.
    assertThat(Files.readAllLines(log))
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]{12}(Z|[+-]\\d\\d:\\d\\d) .*"))
        .noneMatch(line -> line.contains("not permitted"))
        .anyMatch(line -> line.contains(" INFO Ready after "));
  }
}
