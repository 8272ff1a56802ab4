package waymark.app.manual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waymark.app.Captured;
import waymark.app.Shell;

/** The shells themselves complete command lines by our scripts. */
class CompletionTest {
  private static final String BASH =
      """
      . ./script
      for line; do
        [[ $(complete -p waymark) == 'complete -F _waymark waymark' ]] || exit
        read -ra COMP_WORDS <<<"$line"
        [[ $line != *' ' ]] || COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _waymark
        echo "$line => ${COMPREPLY[*]}"
      done
      """;

  private static final String FISH =
      """
      source ./script
      for line in $argv
        echo "$line =>" (complete -C $line | string replace -r '\\t.*' '')
      end
      """;

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectory(folder.resolve("conf"));
    Files.createFile(folder.resolve("conf/home.yaml"));
  }

  private void script(String shell) throws IOException {
    assumeTrue(Shell.has(shell), shell + " is not installed");
    String script = Captured.run("completion", shell).out();
    Path file = Files.writeString(folder.resolve("script"), script);
    assertThat(Shell.run(folder, shell, "-n", file.toString())).as("syntax").isEmpty();
  }

  private static void assertOffered(List<String> answers, String line, String... words) {
    List<String> starts =
        answers.stream().filter(answer -> answer.startsWith(line + " =>")).toList();
    assertThat(starts).as(line + " in " + answers).hasSize(1);
    String offered = starts.getFirst().substring(line.length() + 3).strip();
    List<String> all = offered.isEmpty() ? List.of() : List.of(offered.split(" +"));
    assertThat(new TreeSet<>(all)).as(line).containsExactlyInAnyOrder(words);
  }

  @Test
  void bashCompletes() throws IOException {
    script("bash");
    List<String> answers =
        Shell.run(
                folder,
                "bash",
                "-c",
                BASH,
                "bash",
                "waymark sta",
                "waymark apply --conf",
                "waymark apply -c conf/",
                "waymark apply --config = conf/",
                "waymark apply --confirm-within =",
                "waymark explain --port ",
                "waymark explain --from ",
                "waymark explain -c conf/home.yaml a.example ",
                "waymark completion ",
                "waymark completion fish ",
                "waymark help st",
                "waymark countries --config = home.yaml ",
                "waymark nothing ")
            .lines()
            .toList();
    assertOffered(answers, "waymark sta", "status");
    assertOffered(answers, "waymark apply --conf", "--config", "--confirm", "--confirm-within");
    assertOffered(answers, "waymark apply -c conf/", "conf/home.yaml");
    assertOffered(answers, "waymark apply --config = conf/", "conf/home.yaml");
    assertOffered(answers, "waymark apply --confirm-within =", "30s", "60s", "5m");
    assertOffered(answers, "waymark explain --port ");
    assertOffered(answers, "waymark explain --from ", "self");
    assertOffered(
        answers,
        "waymark explain -c conf/home.yaml a.example ",
        "--port",
        "--from",
        "--at",
        "-c",
        "--config",
        "--state",
        "--json",
        "-h",
        "--help");
    assertOffered(answers, "waymark completion ", "bash", "zsh", "fish");
    assertOffered(answers, "waymark completion fish ", "-h", "--help");
    assertOffered(answers, "waymark help st", "status");
    assertOffered(answers, "waymark countries --config = home.yaml ", "update");
    assertOffered(answers, "waymark nothing ");
  }

  @Test
  void zshCompletes() throws IOException, URISyntaxException {
    script("zsh");
    List<String> answers =
        Shell.run(
                folder,
                "zsh",
                "-f",
                resource("complete.zsh"),
                "./script",
                "waymark sta",
                "waymark apply --conf",
                "waymark apply -c conf/",
                "waymark apply --confirm-within ",
                "waymark explain --from ",
                "waymark completion ",
                "waymark help st",
                "waymark status -")
            .lines()
            .toList();
    assertOffered(answers, "waymark sta", "status");
    assertOffered(answers, "waymark apply --conf", "--config", "--confirm", "--confirm-within");
    assertOffered(answers, "waymark apply -c conf/", "home.yaml");
    assertOffered(answers, "waymark apply --confirm-within ", "30s", "60s", "5m");
    assertOffered(answers, "waymark explain --from ", "self");
    assertOffered(answers, "waymark completion ", "bash", "zsh", "fish");
    assertOffered(answers, "waymark help st", "status");
    assertOffered(
        answers, "waymark status -", "-c", "--config", "--state", "--json", "-h", "--help");
  }

  private static String resource(String name) throws URISyntaxException {
    URL found = CompletionTest.class.getResource(name);
    assertThat(found).isNotNull();
    return Path.of(found.toURI()).toString();
  }

  @Test
  void fishCompletes() throws IOException {
    script("fish");
    List<String> answers =
        Shell.run(
                folder,
                "fish",
                "--no-config",
                "-c",
                FISH,
                "waymark sta",
                "waymark apply --conf",
                "waymark apply -c conf/",
                "waymark apply --config=conf/h",
                "waymark apply --confirm-within ",
                "waymark explain --from s",
                "waymark completion ",
                "waymark help st",
                "waymark status -")
            .lines()
            .toList();
    assertOffered(answers, "waymark sta", "status");
    assertOffered(answers, "waymark apply --conf", "--config", "--confirm", "--confirm-within");
    assertOffered(answers, "waymark apply -c conf/", "conf/home.yaml");
    assertOffered(answers, "waymark apply --config=conf/h", "--config=conf/home.yaml");
    assertOffered(answers, "waymark apply --confirm-within ", "30s", "60s", "5m");
    assertOffered(answers, "waymark explain --from s", "self");
    assertOffered(answers, "waymark completion ", "bash", "zsh", "fish");
    assertOffered(answers, "waymark help st", "status");
    assertOffered(
        answers, "waymark status -", "-c", "--config", "--state", "--json", "-h", "--help");
  }

  @Test
  void otherShellsAreRefused() {
    assertThat(Captured.run("completion", "tcsh").err())
        .startsWith("waymark: invalid SHELL 'tcsh': expected bash, zsh, fish");
  }
}
