package waymark.app;

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
import waymark.app.lab.LabReport;
import waymark.app.lab.Row;

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
    assertThat(lab.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(results).as(Files.readString(messages)).startsWith("{");
    LabReport report = Json.read(LabReport.class, results.getBytes(StandardCharsets.UTF_8));
    assertThat(report.rows()).filteredOn(row -> !row.right()).isEmpty();
    assertThat(report.rows())
        .filteredOn(row -> !row.held().equals("observe"))
        .extracting(Row::wrongFirstPackets)
        .containsOnly(0L);
    assertThat(report.rows()).hasSizeGreaterThan(70);
    assertThat(report.passed()).isTrue();
    assertThat(lab.exitValue()).isZero();
  }
}
