package waymark.app.manual;

import java.util.List;
import waymark.app.cli.Option;
import waymark.app.cli.Parameter;
import waymark.app.cli.Syntax;

/** The completion script for zsh: a function for its {@code fpath}, or to be sourced. */
public final class ZshCompletion {
  private static final String HEAD =
      """
      #compdef waymark
      # zsh completion for waymark, printed by 'waymark completion zsh'.

      _waymark() {
        local context curcontext="$curcontext" state line
        local -a commands
        commands=(
      """;

  private static final String MIDDLE =
      """
        )
        _arguments -C \\
          '(- *)'{-h,--help}'[Print help.]' \\
          '(- *)--version[Print the version.]' \\
          '1: :->command' \\
          '*:: :->rest' && return
        case $state in
        command) _describe -t commands command commands ;;
        rest)
          curcontext="${curcontext%:*}-$words[1]:"
          case $words[1] in
      """;

  private static final String TAIL =
      """
          esac
          ;;
        esac
      }

      if [[ $funcstack[1] == _waymark ]]; then
        _waymark "$@"
      else
        compdef _waymark waymark
      fi
      """;

  private ZshCompletion() {}

  /** The script for these commands. */
  public static String of(List<Syntax> commands) {
    StringBuilder out = new StringBuilder(HEAD);
    for (Syntax syntax : commands) {
      String entry = syntax.command() + ":" + syntax.summary();
      out.append("    '").append(quoted(entry)).append("'\n");
    }
    out.append(MIDDLE);
    for (Syntax syntax : commands) {
      command(syntax, out);
    }
    return out.append(TAIL).toString();
  }

  private static void command(Syntax syntax, StringBuilder out) {
    out.append("    ").append(syntax.command()).append(")\n      _arguments");
    for (Option option : syntax.listedOptions()) {
      for (String name : option.names()) {
        out.append(" \\\n        '").append(option(option, name)).append('\'');
      }
    }
    if (!syntax.operand().isNone()) {
      out.append(" \\\n        '1").append(values(syntax.operand().parameter())).append('\'');
    }
    out.append("\n      ;;\n");
  }

  /** {@code (-c --config)--config=[Description]:FILE:_files}. */
  private static String option(Option option, String name) {
    boolean help = name.equals("-h") || name.equals("--help");
    String excluded = help ? "- *" : String.join(" ", option.names());
    String joined = !option.isFlag() && name.startsWith("--") ? "=" : "";
    String description = quoted(option.description().replace("[", "\\[").replace("]", "\\]"));
    return "(" + excluded + ")" + name + joined + "[" + description + "]" + values(option.value());
  }

  private static String values(Parameter parameter) {
    String label = ":" + parameter.label();
    return switch (parameter) {
      case Parameter.None _ -> "";
      case Parameter.Text(_, var hints) ->
          label + ":" + (hints.isEmpty() ? " " : "(" + String.join(" ", hints) + ")");
      case Parameter.Choice(_, var words) -> label + ":(" + String.join(" ", words) + ")";
      case Parameter.File _ -> label + ":_files";
      case Parameter.Folder _ -> label + ":_files -/";
    };
  }

  /** For a place between single quotes. */
  private static String quoted(String text) {
    return text.replace("'", "'\\''");
  }
}
