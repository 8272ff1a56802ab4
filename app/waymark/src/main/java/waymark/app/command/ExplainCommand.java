package waymark.app.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import waymark.api.Explained;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Parameter;
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
    return Syntax.of("explain", "explain which rule and link a name or an address gets")
        .detail(
            "It prints every claim, the winner first; the lease behind each; and whether the kernel"
                + " holds the address.")
        .detail(
            "Rules with ports or from concern only some connections. With --port and --from the"
                + " answer is about those connections. --from takes an address, a network,"
                + " interface:NAME, mac:ADDRESS, or self for this host.")
        .taking(new Parameter.Text("NAME|ADDRESS"))
        .with(
            Option.value(
                PORT,
                new Parameter.Text("PORT"),
                "Ask about connections to this port: 443, tcp/443, udp/5000-6000."))
        .with(
            Option.value(
                FROM,
                new Parameter.Text("CLIENT", List.of("self")),
                "Ask about connections from this address, network, interface:NAME, mac:ADDRESS,"
                    + " or self."))
        .with(Options.config())
        .with(Options.json())
        .example("waymark explain www.example.com", "Explain a name and its addresses.")
        .example(
            "waymark explain 203.0.113.9 --port tcp/22 --from 192.168.1.5",
            "Explain the SSH connections of one client.");
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
                throw arguments.wrong(
                    "option '" + option + "': " + e.what() + "; expected: " + e.expected());
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
      throw new Failure(Exit.WRONG, e.what(), "give a domain name or an IP address");
    }
  }
}
