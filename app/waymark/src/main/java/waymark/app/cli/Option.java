package waymark.app.cli;

import java.util.List;

/**
 * An option of a command.
 *
 * @param name as in {@code --json}, or {@code -c}
 * @param alias its other name; empty when it has none
 * @param value what follows it; none for a flag
 * @param description a sentence
 * @param listed whether help and completion show it
 */
public record Option(
    String name, String alias, Parameter value, String description, boolean listed) {
  public static Option flag(String name, String description) {
    return new Option(name, "", new Parameter.None(), description, true);
  }

  public static Option value(String name, Parameter value, String description) {
    return new Option(name, "", value, description, true);
  }

  /** This option under a second name as well. */
  public Option or(String other) {
    return new Option(name, other, value, description, listed);
  }

  /** This option, kept out of help and completion. */
  public Option unlisted() {
    return new Option(name, alias, value, description, false);
  }

  public boolean isFlag() {
    return value instanceof Parameter.None;
  }

  /** Both names, or the one. */
  public List<String> names() {
    return alias.isEmpty() ? List.of(name) : List.of(name, alias);
  }

  /** As usage writes it: {@code -c FILE}. */
  public String usage() {
    return isFlag() ? name : name + " " + value.label();
  }

  /** As its line in the help begins: {@code -c, --config FILE}. */
  public String heading() {
    return String.join(", ", names()) + (isFlag() ? "" : " " + value.label());
  }
}
