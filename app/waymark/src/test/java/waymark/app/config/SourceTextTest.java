package waymark.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTextTest {
  private final Path folder;

  SourceTextTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private String problem(Path file) {
    return switch (Configuration.load(file, Map.of())) {
      case Configuration _ -> "";
      case Problems problems -> problems.list().getFirst().toString();
    };
  }

  @Test
  void whatCannotBeReadIsAProblem() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertThat(problem(missing))
        .isEqualTo(
            missing + ": does not exist; expected: a file with rules; use -c FILE to name another");
    assertThat(problem(folder)).contains(": is a folder; expected: ");
    assertThat(problem(Path.of("/proc/self/mem"))).contains(": cannot be read: ");
  }

  @Test
  void aFileThatIsTooLargeIsAProblem() throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.write(file, new byte[SourceText.LONGEST + 1]);
    assertThat(problem(file)).contains(": is larger than 64 MiB; expected: ");
  }

  @Test
  void bytesThatAreNotUtf8HaveAPlace() throws IOException {
    Path file = folder.resolve("latin.yaml");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xc3, (byte) 0xbc, (byte) 0xfc, '\n'});
    assertThat(problem(file))
        .isEqualTo(
            file + ":2:2: has a byte that is not UTF-8: 0xfc; expected: a file saved as UTF-8");
    Files.write(file, new byte[] {'a', (byte) 0xc3});
    assertThat(problem(file)).startsWith(file + ":1:2: has a byte that is not UTF-8: 0xc3");
  }

  @Test
  void aFileIsLoaded() throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(file, "rules: [{ name: a, to: block, domains: [bücher.example] }]\nstate: s");
    assertThat(Configuration.load(file, Map.of()))
        .isInstanceOfSatisfying(
            Configuration.class,
            it -> assertThat(it.state()).isEqualTo(folder.resolve("s").toAbsolutePath()));
  }
}
