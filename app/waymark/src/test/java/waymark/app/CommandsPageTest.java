package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;

/** The examples of docs/commands.md are command lines that Waymark takes. */
class CommandsPageTest {
  @Test
  void everyExampleIsUnderstood() throws IOException {
    List<String> examples = examples();
    assertThat(examples).hasSizeGreaterThan(10);
    for (String example : examples) {
      String[] arguments = example.replaceFirst("^waymark ?", "").split(" +", -1);
      Syntax syntax = Main.commands().command(arguments[0]).syntax();
      ParsedArguments parsed =
          ParsedArguments.parse(syntax, Arrays.copyOfRange(arguments, 1, arguments.length));
      assertThat(parsed.isHelp()).as(example).isFalse();
    }
  }

  @Test
  void everyCommandIsOnThePage() throws IOException {
    String page = Files.readString(page());
    for (String word : Main.commands().names()) {
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
        examples.add(text.replaceFirst(" *[|>#&;].*", "").strip());
      }
    }
    return examples;
  }

  private static Path page() {
    return Path.of(System.getProperty("waymark.root", "../.."), "docs/commands.md");
  }
}
