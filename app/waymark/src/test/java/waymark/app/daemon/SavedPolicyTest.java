package waymark.app.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.Captured;
import waymark.app.client.ConfigurationFile;

class SavedPolicyTest {
  private static final String RULES =
      "rules: [{ name: %s, to: direct, domains: [a.example] }]\nstate: %s\n";

  @TempDir private Path state;
  private SavedPolicy saved = new SavedPolicy(Path.of(""));
  private Path file = Path.of("");

  @BeforeEach
  void name() {
    saved = new SavedPolicy(state);
    file = state.resolve("waymark.yaml");
  }

  private String text(String rule) {
    return RULES.formatted(rule, state);
  }

  private Start start() {
    return Start.of(new ConfigurationFile(file, true), Captured.terminal(false));
  }

  @Test
  void whatNobodyConfirmedIsNotWhatAStartLoads() throws IOException {
    Files.writeString(file, text("trial"));
    saved.begin(text("before"), text("trial"));
    Start start = start();
    assertThat(start.configuration().policy().rules().getFirst().name()).isEqualTo("before");
    assertThat(start.refused()).contains(text("trial"));
    try (var files = Files.list(state)) {
      assertThat(files.filter(path -> !path.equals(file)))
          .hasSize(2)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aFileThatChangedSinceIsLoaded() throws IOException {
    saved.begin(text("before"), text("trial"));
    Files.writeString(file, text("corrected"));
    Start start = start();
    assertThat(start.configuration().policy().rules().getFirst().name()).isEqualTo("corrected");
    assertThat(start.refused()).isEmpty();
  }

  @Test
  void aConfirmedFileIsLoaded() throws IOException {
    Files.writeString(file, text("trial"));
    saved.begin(text("before"), text("trial"));
    saved.settle(text("trial"));
    assertThat(saved.insteadOf(text("trial"))).isEqualTo(Optional.empty());
    assertThat(start().configuration().policy().rules().getFirst().name()).isEqualTo("trial");
  }

  @Test
  void aSavedPolicyThatIsBrokenIsNotLoaded() throws IOException {
    Files.writeString(file, text("trial"));
    saved.begin("rules: 7\n", text("trial"));
    assertThat(start().configuration().policy().rules().getFirst().name()).isEqualTo("trial");
  }
}
