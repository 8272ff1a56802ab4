package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;

/** The systemd unit of docs/service.md. */
class ServicePageTest {
  private static final String PROGRAM = "/usr/local/bin/waymark";
  private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

  @TempDir private Path folder;

  @Test
  void theProgramUnderstandsHowTheUnitStartsIt() throws IOException {
    List<String> words = List.of(ServicePage.read().setting("ExecStart").split(" ", -1));
    assertThat(words).startsWith(PROGRAM, "run");
    Syntax syntax = Main.commands().command("run").syntax();
    String[] arguments = words.subList(2, words.size()).toArray(String[]::new);
    assertThat(ParsedArguments.parse(syntax, arguments).isHelp()).isFalse();
  }

  @Test
  void theUnitWaitsByACommandOfTheProgramAndReloadsBySighup() throws IOException {
    ServicePage page = ServicePage.read();
    assertThat(page.setting("ExecStartPost")).contains(PROGRAM + " status >/dev/null");
    assertThat(page.setting("ExecReload")).isEqualTo("/bin/kill -HUP $MAINPID");
  }

  @Test
  void systemdFindsNothingWrongWithTheUnit() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(ANALYZE), "systemd is not installed");
    // The verifier wants programs that exist.
    Path file = folder.resolve("waymark.service");
    Files.writeString(file, ServicePage.read().unit().replace(PROGRAM, "/bin/true"));
    Process process =
        new ProcessBuilder(ANALYZE.toString(), "verify", file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Arrays.stream(said.split("\n", -1)).filter(line -> line.contains("waymark")))
        .as(said)
        .isEmpty();
    assertThat(process.waitFor()).as(said).isZero();
  }
}
