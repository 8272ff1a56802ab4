package waymark.app.command;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Consumer;
import waymark.api.Explained;
import waymark.api.Json;
import waymark.api.PastDecisions;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonSearch;
import waymark.app.client.JournalSearch;
import waymark.app.client.JournalSource;
import waymark.app.text.Moment;
import waymark.app.view.ExplainedText;
import waymark.app.view.PastDecisionsText;
import waymark.policy.Address;
import waymark.policy.Client;
import waymark.policy.DomainName;
import waymark.policy.PortRange;
import waymark.policy.SyntaxException;

/** {@code waymark explain}. */
public final class ExplainCommand implements Command {
  private static final String PORT = "--port";
  private static final String FROM = "--from";
  private static final String AT = "--at";

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
        .detail(
            "With --at the answer is about the past: the journal tells what was decided when the"
                + " name was last asked for before that time.")
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
        .with(
            Option.value(
                AT,
                new Parameter.Text("TIME"),
                "Tell what was decided then: 14:03, 10m (ago), '2026-01-31 14:03'."))
        .with(Options.config())
        .with(Options.state())
        .with(Options.json())
        .example("waymark explain www.example.com", "Explain a name and its addresses.")
        .example("waymark explain www.example.com --at 14:03", "Tell what was decided at 14:03.")
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
    if (arguments.has(AT)) {
      return explainAt(arguments, asked, address, terminal);
    }
    SequencedMap<String, String> question = new LinkedHashMap<>();
    question.put(address ? "address" : "name", asked);
    add(question, arguments, PORT, PortRange::parse);
    add(question, arguments, FROM, Client::parse);
    Explained explained = DaemonSearch.daemon(arguments, terminal).explain(question);
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(explained) + "\n"
                : ExplainedText.of(explained, terminal));
    return Exit.DONE;
  }

  private static Exit explainAt(
      ParsedArguments arguments, String asked, boolean address, Terminal terminal) {
    if (address || arguments.has(PORT) || arguments.has(FROM)) {
      throw arguments.wrong("'" + AT + "' takes a name, and neither '--port' nor '--from'");
    }
    Moment at =
        Moment.parse(arguments.value(AT).orElseThrow(), ZonedDateTime.now(ZoneId.systemDefault()))
            .orElseThrow(() -> arguments.wrongValue(AT, "expected " + Moment.EXPECTED));
    JournalSource journal = new JournalSource(DaemonSearch.state(arguments, terminal));
    String name = DomainName.normalize(asked);
    PastDecisions past = new JournalSearch(journal, name).at(at);
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(past) + "\n"
                : PastDecisionsText.of(past, terminal));
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
