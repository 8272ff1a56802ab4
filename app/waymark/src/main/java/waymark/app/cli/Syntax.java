package waymark.app.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * What a command takes, and its help.
 *
 * <p>Written out here because an argument library's classes, which no start-up cache takes, would
 * load for longer than the daemon takes to be ready.
 *
 * @param command its word
 * @param operand what its one operand is called; empty when it takes none
 */
public record Syntax(String command, String description, List<Option> options, String operand) {
  private static final int WIDTH = 100;

  public Syntax {
    options = List.copyOf(options);
  }

  public static Syntax of(String command, String description) {
    return new Syntax(command, description, List.of(), "");
  }

  /** This one, with an option more. */
  public Syntax with(Option option) {
    List<Option> more = new ArrayList<>(options);
    more.add(option);
    return new Syntax(command, description, more, operand);
  }

  /** This one, with an operand that must be given. */
  public Syntax taking(String name) {
    return new Syntax(command, description, options, name);
  }

  /** Usage, description, and a line an option. */
  public String help() {
    StringBuilder text = new StringBuilder("waymark ").append(command);
    List<Option> all = new ArrayList<>(options);
    all.add(Option.flag("-h", "Prints this.").or("--help"));
    int widest = 0;
    for (Option option : all) {
      if (option.shown()) {
        text.append(" [").append(option.usage()).append(']');
        widest = Math.max(widest, option.heading().length());
      }
    }
    text.append(operand.isEmpty() ? "" : " " + operand).append('\n');
    wrap(description, 0, text);
    text.append('\n');
    for (Option option : all) {
      if (option.shown()) {
        String heading = "  " + option.heading();
        text.append(heading).append(" ".repeat(widest + 4 - heading.length()));
        wrap(option.description(), widest + 4, text);
      }
    }
    return text.toString();
  }

  /** Words in lines, all but the first after an indent. */
  public static void wrap(String sentence, int indent, StringBuilder out) {
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
