package waymark.app.cli;

import java.util.List;

/** What {@code --help} prints. */
final class HelpText {
  private static final int WIDTH = 80;
  private static final String INDENT = "  ";
  private static final String VERSION = "    --version";

  private final StringBuilder out = new StringBuilder();

  private HelpText() {}

  /** The help of the program. */
  static String of(CommandLine commandLine) {
    HelpText text = new HelpText();
    text.wrap(0, commandLine.summary());
    text.out.append("\nUsage: waymark COMMAND [OPTION]...\n\nCommands:\n");
    List<Syntax> commands = commandLine.listed();
    int width = commands.stream().mapToInt(syntax -> syntax.command().length()).max().orElse(0);
    for (Syntax syntax : commands) {
      text.item(width, syntax.command(), capitalized(syntax.summary()) + ".");
    }
    text.out.append("\nOptions:\n");
    text.item(VERSION.length(), heading(Options.help()), Options.help().description());
    text.item(VERSION.length(), VERSION, "Print the version.");
    text.out.append("\nRun 'waymark COMMAND --help' for the options of a command.\n");
    return text.out.toString();
  }

  /** The help of a command. */
  static String of(Syntax syntax) {
    HelpText text = new HelpText();
    text.wrap(0, capitalized(syntax.summary()) + ".");
    text.out.append("\nUsage: ").append(syntax.usage()).append("\n\n");
    if (syntax.operand().parameter() instanceof Parameter.Choice(String label, var words)) {
      text.wrap(0, label + ": " + String.join(", ", words));
      text.out.append('\n');
    }
    text.out.append("Options:\n");
    int width = 0;
    for (Option option : syntax.listedOptions()) {
      width = Math.max(width, heading(option).length());
    }
    for (Option option : syntax.listedOptions()) {
      text.item(width, heading(option), option.description());
    }
    return text.out.toString();
  }

  /** Long names below each other, whether there is a short one or not. */
  private static String heading(Option option) {
    return option.name().startsWith("--") ? "    " + option.heading() : option.heading();
  }

  static String capitalized(String phrase) {
    return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1);
  }

  private void item(int width, String heading, String description) {
    String start = INDENT + heading + " ".repeat(width - heading.length() + INDENT.length());
    out.append(start);
    wrap(start.length(), description);
  }

  /** Words in lines, all but the first after an indent. */
  private void wrap(int indent, String sentence) {
    int column = indent;
    for (String word : sentence.split(" ", -1)) {
      if (column > indent && column + 1 + word.length() > WIDTH) {
        out.append('\n').append(" ".repeat(indent));
        column = indent;
      }
      out.append(column > indent ? " " : "").append(word);
      column += word.length() + (column > indent ? 1 : 0);
    }
    out.append('\n');
  }
}
