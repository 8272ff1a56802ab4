package waymark.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;
import waymark.api.Explained;
import waymark.api.Json;
import waymark.policy.Address;
import waymark.policy.DomainName;
import waymark.policy.SyntaxException;

/** {@code waymark explain}. */
final class ExplainCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command(
            "explain", "Prints which rule and link a name or an address gets, and why.")
        .addPositional(
            PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel("NAME|ADDRESS")
                .description("A domain name, or an IPv4 or IPv6 address.")
                .build())
        .addOption(Options.config())
        .addOption(Options.json());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    String asked = line.matchedPositionalValue(0, "");
    boolean address = isAddress(asked);
    if (!address) {
      requireName(asked);
    }
    Daemon daemon = new Daemon(ConfigurationFile.of(line).socket(terminal));
    Explained explained = address ? daemon.explainAddress(asked) : daemon.explainName(asked);
    terminal
        .out()
        .print(
            line.hasMatchedOption(Options.JSON)
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
