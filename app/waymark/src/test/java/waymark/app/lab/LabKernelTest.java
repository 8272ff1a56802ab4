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
class LabKernelTest {
  @TempDir private Path folder;

  @Test
  void everythingInTheLabIsAsExpected() throws IOException, InterruptedException {
    Path messages = folder.resolve("messages");
    Process lab =
        new ProcessBuilder(OwnProgram.command("lab", "--all", "--json", "--names", "400"))
            .redirectError(messages.toFile())
            .start();
    String results = new String(lab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lab.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(results).as(Files.readString(messages)).startsWith("{");
    LabReport report = Json.read(LabReport.class, results.getBytes(StandardCharsets.UTF_8));
    assertThat(report.rows()).filteredOn(row -> row.outcome() == Outcome.WRONG).isEmpty();
    assertThat(report.rows())
        .filteredOn(row -> !row.held().equals("observe"))
        .extracting(Row::wrongFirstPackets)
        .containsOnly(0L);
    assertThat(report.rows()).hasSizeGreaterThan(70);
    // A busy machine may be late: no test measures time.
    boolean inTime = report.rows().stream().allMatch(Row::hasPassed);
    assertThat(report.passed()).isEqualTo(inTime);
    assertThat(lab.exitValue()).isEqualTo(inTime ? 0 : 1);
  }

  @Test
  void commandsSayWhatIsWrong() throws IOException, InterruptedException {
    Path messages = folder.resolve("messages");
    Process lab =
        new ProcessBuilder(OwnProgram.command("lab", "--trouble", "--json", "--names", "20"))
            .redirectError(messages.toFile())
            .start();
    String results = new String(lab.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lab.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(results).as(Files.readString(messages)).startsWith("{");
    LabReport report = Json.read(LabReport.class, results.getBytes(StandardCharsets.UTF_8));
    assertThat(report.rows()).allMatch(Row::hasPassed);
    assertThat(report.rows())
        .extracting(Row::scenario)
        .containsAll(Trouble.all().stream().map(Scenario::title).toList());
  }
}
