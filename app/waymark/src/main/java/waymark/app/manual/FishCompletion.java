package waymark.app.manual;

import java.util.List;
import waymark.app.cli.Option;
import waymark.app.cli.Parameter;
import waymark.app.cli.Syntax;

/** The completion script for fish. */
public final class FishCompletion {
  private static final String HEAD =
      """
      # fish completion for waymark, printed by 'waymark completion fish'.

      function __waymark_has_no_command
          test (count (commandline -opc)) -eq 1
      end

      function __waymark_command_is
          set -l words (commandline -opc)
          test (count $words) -ge 2; and test $words[2] = $argv[1]
      end

      complete -c waymark -f
      complete -c waymark -n __waymark_has_no_command -s h -l help -d 'Print help.'
      complete -c waymark -n __waymark_has_no_command -l version -d 'Print the version.'
      """;

  private final StringBuilder out = new StringBuilder(HEAD);

  private FishCompletion() {}

  /** The script for these commands. */
  public static String of(List<Syntax> commands) {
    FishCompletion script = new FishCompletion();
    for (Syntax syntax : commands) {
      script.line(
          "__waymark_has_no_command", "-a " + syntax.command() + described(syntax.summary()));
    }
    commands.forEach(script::command);
    return script.out.toString();
  }

  private void command(Syntax syntax) {
    String condition = "'__waymark_command_is " + syntax.command() + "'";
    for (Option option : syntax.listedOptions()) {
      StringBuilder words = new StringBuilder();
      for (String name : option.names()) {
        words.append(name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.substring(1));
        words.append(' ');
      }
      String values = option.isFlag() ? "" : values(option.value());
      line(condition, words + values + described(option.description()).strip());
    }
    if (!syntax.operand().isNone()) {
      line(condition, values(syntax.operand().parameter()).strip());
    }
  }

  private void line(String condition, String rest) {
    if (!rest.isEmpty()) {
      out.append("complete -c waymark -n ").append(condition).append(' ').append(rest).append('\n');
    }
  }

  private static String values(Parameter parameter) {
    return switch (parameter) {
      case Parameter.None _ -> "";
      case Parameter.Text(_, var hints) -> hints.isEmpty() ? "-x " : words(hints);
      case Parameter.Choice(_, var words) -> words(words);
      case Parameter.File _ -> "-r -F ";
      case Parameter.Folder _ -> "-x -a '(__fish_complete_directories)' ";
    };
  }

  private static String words(List<String> words) {
    return "-x -a '" + String.join(" ", words) + "' ";
  }

  private static String described(String text) {
    return " -d '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
