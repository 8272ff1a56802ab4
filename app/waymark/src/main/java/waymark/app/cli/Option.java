package waymark.app.cli;

/**
 * An option of a command.
 *
 * @param name as in {@code --json}, or {@code -c}
 * @param alias another name of it; empty when it has none
 * @param value what its value is called in the help; empty for a flag
 * @param shown whether the help tells of it
 */
public record Option(String name, String alias, String value, String description, boolean shown) {
  public static Option flag(String name, String description) {
    return new Option(name, "", "", description, true);
  }

  public static Option value(String name, String value, String description) {
    return new Option(name, "", value, description, true);
  }

  /** This one, by another name as well. */
  public Option or(String other) {
    return new Option(name, other, value, description, shown);
  }

  /** This one, of which the help does not tell. */
  public Option hidden() {
    return new Option(name, alias, value, description, false);
  }

  boolean isFlag() {
    return value.isEmpty();
  }

  boolean isCalled(String word) {
    return word.equals(name) || word.equals(alias);
  }

  /** As usage writes it: {@code -c FILE}. */
  String usage() {
    return isFlag() ? name : name + " " + value;
  }

  /** As its line in the help begins: {@code -c, --config FILE}. */
  String heading() {
    String names = name.startsWith("--") ? "    " + name : name;
    return (alias.isEmpty() ? names : names + ", " + alias) + (isFlag() ? "" : " " + value);
  }
}
