package waymark.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.api.Json;
import waymark.app.OwnProgram;

@EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
class NeighboursKernelTest {
  private static final String[] COMMAND = {
    "lab", "--neighbours", "--json", "--names", "100", "--networks", "20000", "--rounds", "2"
  };

  @TempDir private Path folder;

  @Test
  void everythingBesideOtherToolsIsAsExpected() throws IOException, InterruptedException {
    Path messages = folder.resolve("messages");
    Process lab =
        new ProcessBuilder(OwnProgram.command(COMMAND)).redirectError(messages.toFile()).start();
    String results = new String(lab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lab.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(results).as(Files.readString(messages)).startsWith("{");
    LabReport report = Json.read(LabReport.class, results.getBytes(StandardCharsets.UTF_8));
    assertThat(report.rows()).filteredOn(row -> row.outcome() == Outcome.WRONG).isEmpty();
    assertThat(report.silent()).isEmpty();
    assertThat(report.beside().astray()).isZero();
    assertThat(report.beside().unanswered()).isZero();
    assertThat(report.beside().connections()).isGreaterThan(100);
    assertThat(report.beside().datagrams()).isGreaterThan(500);
    assertThat(report.rows()).extracting(Row::taken).doesNotContain("not tried");
    // A busy machine may be late: no test measures time.
    boolean inTime = report.rows().stream().allMatch(Row::hasPassed);
    assertThat(lab.exitValue()).isEqualTo(inTime ? 0 : 1);
  }
}
