package waymark.app;

import waymark.api.Explained;
import waymark.api.Json;
import waymark.policy.Address;
import waymark.policy.DomainName;
import waymark.policy.SyntaxException;

/** {@code waymark explain}. */
final class ExplainCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("explain", "Prints which rule and link a name or an address gets, and why.")
        .taking("NAME|ADDRESS")
        .with(Options.config())
        .with(Options.json());
  }

  @Override
  public Exit run(Line line, Terminal terminal) {
    String asked = line.operand();
    boolean address = isAddress(asked);
    if (!address) {
      requireName(asked);
    }
    Daemon daemon = new Daemon(ConfigurationFile.of(line).socket(terminal));
    Explained explained = address ? daemon.explainAddress(asked) : daemon.explainName(asked);
    terminal
        .out()
        .print(
            line.has(Options.JSON)
                ? Json.pretty(explained) + "\n"
                : ExplainedText.of(explained, terminal));
    return Exit.DONE;
  }

  private static boolean isAddress(String text) {
    try {
      Address.parse(text);
      return true;
    } catch (SyntaxException e) {
      return false;
    }
  }

  private static void requireName(String text) {
    try {
      DomainName.normalize(text);
    } catch (SyntaxException e) {
      throw new Failure(Exit.WRONG, e.what(), "give a name or an address");
    }
  }
}
