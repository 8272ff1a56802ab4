package waymark.app.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command takes: its help, its completion and its manual page are made from this.
 *
 * <p>Written out here because an argument library costs more than it gives: decision 15.
 *
 * @param command its word
 * @param summary what it does: a phrase in the imperative, without a period
 * @param details paragraphs for the manual page
 * @param options in the order of the help; without {@code --help}, which every command has
 * @param examples for the manual page
 */
public record Syntax(
    String command,
    String summary,
    List<String> details,
    List<Option> options,
    Operand operand,
    List<Example> examples) {

  public Syntax {
    details = List.copyOf(details);
    options = List.copyOf(options);
    examples = List.copyOf(examples);
  }

  public static Syntax of(String command, String summary) {
    return new Syntax(command, summary, List.of(), List.of(), Operand.NONE, List.of());
  }

  /** This syntax with one more paragraph for the manual page. */
  public Syntax detail(String paragraph) {
    return new Syntax(command, summary, plus(details, paragraph), options, operand, examples);
  }

  /** This syntax with one more option. */
  public Syntax with(Option option) {
    return new Syntax(command, summary, details, plus(options, option), operand, examples);
  }

  /** This syntax with an operand that must be given. */
  public Syntax taking(Parameter parameter) {
    return new Syntax(command, summary, details, options, new Operand(parameter, true), examples);
  }

  /** This syntax with an operand that may be given. */
  public Syntax mayTake(Parameter parameter) {
    return new Syntax(command, summary, details, options, new Operand(parameter, false), examples);
  }

  /** This syntax with one more example for the manual page. */
  public Syntax example(String line, String what) {
    return new Syntax(
        command, summary, details, options, operand, plus(examples, new Example(line, what)));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    List<T> more = new ArrayList<>(list);
    more.add(item);
    return more;
  }

  /** What help and completion show: {@code --help} is the last. */
  public List<Option> listedOptions() {
    List<Option> listed = new ArrayList<>();
    for (Option option : options) {
      if (option.listed()) {
        listed.add(option);
      }
    }
    listed.add(Options.help());
    return listed;
  }

  /** {@code waymark explain [OPTION]... NAME|ADDRESS}. */
  public String usage() {
    return "waymark " + command + " [OPTION]..." + (operand.isNone() ? "" : " ") + operand.usage();
  }
}
