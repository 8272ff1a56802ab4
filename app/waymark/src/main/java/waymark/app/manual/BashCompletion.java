package waymark.app.manual;

import java.util.ArrayList;
import java.util.List;
import waymark.app.cli.Option;
import waymark.app.cli.Parameter;
import waymark.app.cli.Syntax;

/** The completion script for bash; it needs nothing of the bash-completion package. */
public final class BashCompletion {
  private static final String HEAD =
      """
      # bash completion for waymark, printed by 'waymark completion bash'.

      # _waymark_reply KIND WORD: what may stand in the place of the word.
      _waymark_reply() {
        case $1 in
        @file) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$2") ;;
        @folder) compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -d -- "$2") ;;
        @text) ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2") ;;
        esac
      }

      _waymark() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        local options= valued= operand= value= given= i
        COMPREPLY=()
        if ((COMP_CWORD == 1)); then
          _waymark_reply 'COMMANDS' "$word"
          return
        fi
        # Bash makes three words of --option=value.
        if [[ $word == = ]]; then
          word=
        elif [[ $before == = ]]; then
          before=${COMP_WORDS[COMP_CWORD - 2]}
        fi
        case ${COMP_WORDS[1]} in
      """;

  private static final String TAIL =
      """
        esac
        # A value belongs to its option and is no operand.
        for ((i = 2; i < COMP_CWORD; i++)); do
          if [[ " $valued " == *" ${COMP_WORDS[i]} "* ]]; then
            [[ ${COMP_WORDS[i + 1]} == = ]] && i=$((i + 1))
            i=$((i + 1))
          elif [[ ${COMP_WORDS[i]} != -* ]]; then
            given=yes
          fi
        done
        if [[ -n $value ]]; then
          _waymark_reply "$value" "$word"
        elif [[ $word == -* || -z $operand || -n $given ]]; then
          _waymark_reply "$options" "$word"
        else
          _waymark_reply "$operand" "$word"
        fi
      }

      complete -F _waymark waymark
      """;

  private BashCompletion() {}

  /** The script for these commands. */
  public static String of(List<Syntax> commands) {
    List<String> first = new ArrayList<>(commands.stream().map(Syntax::command).toList());
    first.addAll(List.of("-h", "--help", "--version"));
    StringBuilder out = new StringBuilder(HEAD.replace("COMMANDS", String.join(" ", first)));
    commands.forEach(syntax -> command(syntax, out));
    return out.append(TAIL).toString();
  }

  private static void command(Syntax syntax, StringBuilder out) {
    List<String> options = new ArrayList<>();
    List<String> valued = new ArrayList<>();
    StringBuilder values = new StringBuilder();
    for (Option option : syntax.listedOptions()) {
      options.addAll(option.names());
      if (!option.isFlag()) {
        valued.addAll(option.names());
        values.append("    ").append(String.join(" | ", option.names())).append(") value='");
        values.append(kind(option.value())).append("' ;;\n");
      }
    }
    out.append("  ").append(syntax.command()).append(")\n");
    out.append("    options='").append(String.join(" ", options)).append("'\n");
    if (!syntax.operand().isNone()) {
      out.append("    operand='").append(kind(syntax.operand().parameter())).append("'\n");
    }
    if (!valued.isEmpty()) {
      out.append("    valued='").append(String.join(" ", valued)).append("'\n");
      out.append("    case $before in\n").append(values).append("    esac\n");
    }
    out.append("    ;;\n");
  }

  private static String kind(Parameter parameter) {
    return switch (parameter) {
      case Parameter.None _ -> "";
      case Parameter.Text(_, var hints) -> hints.isEmpty() ? "@text" : String.join(" ", hints);
      case Parameter.Choice(_, var words) -> String.join(" ", words);
      case Parameter.File _ -> "@file";
      case Parameter.Folder _ -> "@folder";
    };
  }
}
