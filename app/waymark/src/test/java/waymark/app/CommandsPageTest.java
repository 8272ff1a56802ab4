package waymark.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import waymark.app.cli.Example;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;

/**
 * docs/commands.md and the commands agree, and so do the examples of other pages and the manual.
 */
class CommandsPageTest {
  private static final Path DOCS = Path.of(System.getProperty("waymark.root", "../.."), "docs");

  @Test
  void everyExampleIsUnderstood() throws IOException {
    assertThat(examples(page())).hasSizeGreaterThan(40);
    assertThat(examples(page("service.md"))).hasSizeGreaterThan(5);
    try (Stream<Path> pages = Files.list(DOCS)) {
      for (Path file : pages.filter(name -> name.toString().endsWith(".md")).toList()) {
        examples(Files.readString(file)).forEach(CommandsPageTest::assertUnderstood);
      }
    }
    for (Syntax syntax : Main.commands().listed()) {
      syntax.examples().stream().map(Example::line).forEach(CommandsPageTest::assertUnderstood);
    }
  }

  private static void assertUnderstood(String example) {
    // Up to a pipe or redirection.
    String command = example.replaceFirst(" *[|>#&;].*", "").strip();
    String[] arguments = command.replaceFirst("^\\S*waymark ", "").split(" +", -1);
    Syntax syntax = Main.commands().command(arguments[0]).syntax();
    ParsedArguments parsed =
        ParsedArguments.parse(syntax, Arrays.copyOfRange(arguments, 1, arguments.length));
    assertThat(parsed.isHelp()).as(example).isFalse();
  }

  @Test
  void everyCommandHasASectionThatUsesItsOptions() throws IOException {
    String page = page();
    for (Syntax syntax : Main.commands().listed()) {
      String title = "\n## waymark " + syntax.command() + "\n";
      assertThat(page).contains(title);
      String section = page.substring(page.indexOf(title) + title.length()).split("\n## ", 2)[0];
      for (Option option : syntax.options()) {
        if (option.listed()) {
          assertThat(option.names())
              .as("%s of waymark %s", option.name(), syntax.command())
              .anyMatch(section::contains);
        }
      }
    }
  }

  @Test
  void theExitCodesAreThoseOfTheProgram() throws IOException {
    String page = page();
    for (Exit exit : Exit.values()) {
      assertThat(page).contains("| " + exit.code() + " | " + exit.meaning() + " |\n");
    }
  }

  @Test
  void theAnswersToWrongUsageAreThoseOfTheProgram() throws IOException {
    assertThat(page())
        .contains("$ waymark aply\n" + Captured.run("aply").err())
        .contains("$ waymark explain\n" + Captured.run("explain").err());
  }

  /** The lines of its {@code sh} blocks. */
  private static List<String> examples(String page) {
    List<String> examples = new ArrayList<>();
    boolean inside = false;
    for (String text : page.lines().toList()) {
      if (text.startsWith("```")) {
        inside = text.equals("```sh");
      } else if (inside && text.matches("(/\\S+/)?waymark .*")) {
        examples.add(text);
      }
    }
    return examples;
  }

  private static String page() throws IOException {
    return page("commands.md");
  }

  private static String page(String name) throws IOException {
    return Files.readString(DOCS.resolve(name));
  }
}
