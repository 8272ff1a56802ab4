package waymark.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import waymark.policy.Address;

final class FullDiskTest {
  @TempDir private Path state;

  private static Row.Answer answer(int number) {
    return new Row.Answer(
        Address.ofIpv4(number * 7919),
        List.of("www%d.example%d".formatted(number * 31, number)),
        List.of(Address.ofIpv4(number * 104729)),
        "rule",
        "vpn",
        number,
        Outcome.PASSED);
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "WAYMARK_PRIVATE_NAMESPACE", matches = "1")
  void itPausesAndGoesOnWhenThereIsRoom() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", state.toString());
    Journal journal =
        new Journal(
            new JournalFolder(state),
            new JournalSettings(JournalSettings.Mode.FULL, 10 << 20, 14),
            new TestClock(),
            new JournalWriter.Pace(10, 1));
    journal.start();
    try (journal) {
      Path filler = Files.write(state.resolve("filler"), new byte[64 << 10]);
      RowSink sink = journal.sink();
      int recorded = 0;
      while (journal.figures().fault().isEmpty()) {
        for (int i = 0; i < 500; i++) {
          sink.record(answer(recorded++));
        }
        journal.reader();
      }
      assertThat(journal.figures().lost()).isPositive();
      Files.delete(filler);
      while (!journal.figures().fault().isEmpty()) {
        sink.record(answer(recorded++));
        journal.reader();
      }
      JournalReader reader = journal.reader();
      JournalFigures figures = journal.figures();
      while (figures.rows() + figures.lost() < recorded) {
        reader = journal.reader();
        figures = journal.figures();
      }
      List<KeptRow> rows = reader.read(RowFilter.ANY, 0, 1_000_000, Duration.ofMinutes(1)).rows();
      assertThat(figures.rows() + figures.lost()).isEqualTo(recorded);
      assertThat(rows).hasSize((int) figures.rows());
      assertThat(rows.getLast().number()).isEqualTo(figures.rows());
      assertThat(rows.getLast().names().getFirst()).endsWith(".example" + (recorded - 1));
    } finally {
      run("umount", "-l", state.toString());
    }
  }
}
