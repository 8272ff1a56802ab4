package waymark.app.manual;

import java.util.List;
import java.util.stream.Collectors;
import waymark.app.cli.CommandLine;
import waymark.app.cli.Example;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Parameter;
import waymark.app.cli.Program;
import waymark.app.cli.Syntax;
import waymark.app.config.Configuration;

/**
 * A manual page, in section 1.
 *
 * @param name of the page: {@code waymark}, {@code waymark-status}
 */
public record ManualPage(String name, String roff) {
  private static final String SECTION = "1";

  /** The name of its file. */
  public String file() {
    return name + "." + SECTION;
  }

  /** The page of the program. */
  public static ManualPage of(CommandLine commandLine) {
    Roff roff = begin("waymark", "route connections by domain name");
    roff.section("SYNOPSIS").raw(Roff.bold("waymark") + " \\fICOMMAND\\fR [\\fIOPTION\\fR]...");
    roff.section("DESCRIPTION").paragraph(commandLine.summary());
    roff.paragraph(
        "A configuration names links (interfaces, gateways), groups of links, and rules that say"
            + " which names, networks and countries take which of them. 'waymark run' learns"
            + " addresses from DNS answers and has the kernel route by them; the other commands"
            + " ask the running daemon, or check and change what it does.");
    roff.section("COMMANDS");
    for (Syntax syntax : commandLine.listed()) {
      roff.item(syntax.command(), sentence(syntax.summary()));
    }
    roff.section("OPTIONS").item("-h, --help", "Print help; after COMMAND, its help.");
    roff.item("--version", "Print the version.");
    files(roff);
    exits(roff);
    roff.section("ENVIRONMENT");
    roff.item("NO_COLOR", "When set and not empty, results are not coloured.");
    roff.item("others", "A configuration may use any variable, as ${NAME}.");
    seeAlso(roff, commandLine.names().stream().map(command -> "waymark-" + command).toList());
    return new ManualPage("waymark", roff.toString());
  }

  /** The page of a command. */
  public static ManualPage of(Syntax syntax) {
    String name = "waymark-" + syntax.command();
    Roff roff = begin(name, syntax.summary());
    roff.section("SYNOPSIS").raw(synopsis(syntax));
    roff.section("DESCRIPTION").paragraph(sentence(syntax.summary()));
    syntax.details().forEach(roff::paragraph);
    if (syntax.operand().parameter() instanceof Parameter.Choice(String label, var words)) {
      roff.paragraph(label + " is one of " + String.join(", ", words) + ".");
    }
    roff.section("OPTIONS");
    for (Option option : syntax.listedOptions()) {
      roff.item(option.heading(), option.description());
    }
    exits(roff);
    if (!syntax.examples().isEmpty()) {
      roff.section("EXAMPLES");
      for (Example example : syntax.examples()) {
        roff.paragraph(example.what()).literal(example.line());
      }
    }
    seeAlso(roff, List.of("waymark"));
    return new ManualPage(name, roff.toString());
  }

  private static Roff begin(String name, String summary) {
    Roff roff = new Roff().title(name, SECTION, "waymark " + Program.version());
    return roff.section("NAME").raw(Roff.escaped(name) + " \\- " + Roff.escaped(summary));
  }

  private static String synopsis(Syntax syntax) {
    String operand = syntax.operand().usage();
    return Roff.bold("waymark " + syntax.command())
        + " [\\fIOPTION\\fR]..."
        + (operand.isEmpty() ? "" : " \\fI" + Roff.escaped(operand) + "\\fR");
  }

  private static void files(Roff roff) {
    roff.section("FILES");
    roff.item(
        Configuration.DEFAULT_FILE.toString(),
        "The configuration, unless -c names another or ./waymark.yaml exists.");
    roff.item(
        Configuration.DEFAULT_STATE.toString(),
        "What outlives the daemon, and the socket that commands ask it by, unless the"
            + " configuration's state names another folder.");
  }

  private static void exits(Roff roff) {
    roff.section("EXIT STATUS");
    for (Exit exit : Exit.values()) {
      roff.item(Integer.toString(exit.code()), exit.meaning());
    }
  }

  private static void seeAlso(Roff roff, List<String> pages) {
    roff.section("SEE ALSO");
    roff.raw(
        pages.stream()
            .map(page -> Roff.bold(page) + "(" + SECTION + ")")
            .collect(Collectors.joining(",\n")));
  }

  private static String sentence(String phrase) {
    return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1) + ".";
  }
}
