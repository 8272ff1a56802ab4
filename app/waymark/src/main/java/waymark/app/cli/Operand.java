package waymark.app.cli;

/** The one word that a command may take beside its options. */
public record Operand(Parameter parameter, boolean required) {
  static final Operand NONE = new Operand(new Parameter.None(), false);

  public boolean isNone() {
    return parameter instanceof Parameter.None;
  }

  /** As usage writes it: {@code SHELL}, or {@code [COMMAND]} where it may be left out. */
  public String usage() {
    return required || isNone() ? parameter.label() : "[" + parameter.label() + "]";
  }
}
