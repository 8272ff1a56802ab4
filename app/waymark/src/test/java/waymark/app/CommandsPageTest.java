package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The examples of docs/commands.md are command lines that Waymark takes. */
class CommandsPageTest {
  @Test
  void everyExampleIsUnderstood() throws IOException {
    List<String> examples = examples();
    assertThat(examples).hasSizeGreaterThan(10);
    for (String example : examples) {
      String[] arguments = example.replaceFirst("^waymark ?", "").split(" +");
      CommandLine line = Main.line(arguments, new HashMap<>());
      assertThat(line.parseArgs(arguments).hasSubcommand()).as(example).isTrue();
    }
  }

  @Test
  void everyCommandIsOnThePage() throws IOException {
    String page = Files.readString(page());
    for (String word : Main.line(new String[0], new HashMap<>()).getSubcommands().keySet()) {
      assertThat(page).contains("\n## waymark " + word);
    }
  }

  /** The lines of its {@code sh} blocks, up to a pipe or redirection. */
  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    boolean inside = false;
    for (String text : Files.readAllLines(page())) {
      if (text.startsWith("```")) {
        inside = text.equals("```sh");
      } else if (inside && text.startsWith("waymark")) {
        examples.add(text.replaceFirst(" *[|>#&;].*", ""));
      }
    }
    return examples;
  }

  private static Path page() {
    return Path.of(System.getProperty("waymark.root", "../.."), "docs/commands.md");
  }
}
