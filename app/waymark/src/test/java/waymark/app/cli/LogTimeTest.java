package waymark.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTimeTest {
  @TempDir private Path folder;

  private Path file(String name) throws IOException {
    return Files.createFile(folder.resolve(name));
  }

  private static Map<String, String> journal(Path stream) throws IOException {
    return Map.of(
        "JOURNAL_STREAM",
        Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino"));
  }

  @Test
  void theStreamThatTheVariableNamesIsTheJournal() throws IOException {
    Path stderr = file("stderr");
    assertThat(LogTime.isJournal(journal(stderr), stderr)).isTrue();
  }

  @Test
  void anotherStreamOfAProcessThatInheritsTheVariableIsNot() throws IOException {
    Path stderr = file("stderr");
    assertThat(LogTime.isJournal(journal(file("other")), stderr)).isFalse();
    assertThat(LogTime.isJournal(Map.of("JOURNAL_STREAM", "nonsense"), stderr)).isFalse();
  }

  @Test
  void withoutTheVariableNothingIs() throws IOException {
    assertThat(LogTime.isJournal(Map.of(), file("stderr"))).isFalse();
    assertThat(LogTime.isJournal(Map.of("JOURNAL_STREAM", "1:2"), folder.resolve("closed")))
        .isFalse();
  }
}
