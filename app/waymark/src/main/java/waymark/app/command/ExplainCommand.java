package waymark.app.command;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import waymark.api.Explained;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.client.DaemonClient;
import waymark.app.view.ExplainedText;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.DomainName;
import waymark.policy.PortRange;
import waymark.policy.SyntaxException;

/** {@code waymark explain}. */
public final class ExplainCommand implements Command {
  private static final String PORT = "--port";
  private static final String FROM = "--from";

  @Override
  public Syntax syntax() {
    return Syntax.of("explain", "Prints which rule and link a name or an address gets, and why.")
        .taking("NAME|ADDRESS")
        .with(
            Option.value(
                PORT, "PORT", "Only connections to that port: 443, tcp/443, udp/5000-6000."))
        .with(
            Option.value(
                FROM,
                "CLIENT",
                "Only connections of that client: an address or network, interface:NAME, self."))
        .with(Options.config())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    String asked = arguments.operand();
    boolean address = isAddress(asked);
    if (!address) {
      requireName(asked);
    }
    SequencedMap<String, String> question = new LinkedHashMap<>();
    question.put(address ? "address" : "name", asked);
    add(question, arguments, PORT, PortRange::parse);
    add(question, arguments, FROM, Client::parse);
    Explained explained =
        new DaemonClient(ConfigurationFile.of(arguments).socket(terminal)).explain(question);
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(explained) + "\n"
                : ExplainedText.of(explained, terminal));
    return Exit.DONE;
  }

  private static void add(
      SequencedMap<String, String> question,
      ParsedArguments arguments,
      String option,
      Consumer<String> parser) {
    arguments
        .value(option)
        .ifPresent(
            text -> {
              try {
                parser.accept(text);
              } catch (SyntaxException e) {
                throw arguments.wrong(option + ": " + e.what() + "; expected: " + e.expected());
              }
              question.put(option.substring(2), text);
            });
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
