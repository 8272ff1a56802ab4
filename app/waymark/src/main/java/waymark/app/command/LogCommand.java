package waymark.app.command;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import waymark.api.Json;
import waymark.api.LogRow;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.Parameter;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonSearch;
import waymark.app.client.JournalSource;
import waymark.app.text.Moment;
import waymark.app.view.LogText;
import waymark.console.LogQuery;
import waymark.policy.SyntaxException;

/** {@code waymark log}. */
public final class LogCommand implements Command {
  private static final String FOLLOW = "-f";
  private static final String NAME = "--name";
  private static final String CLIENT = "--client";
  private static final String LINK = "--link";
  private static final String RULE = "--rule";
  private static final String SINCE = "--since";
  private static final String DENIED = "--denied";

  @Override
  public Syntax syntax() {
    return Syntax.of("log", "print the journal: who asked what, what was decided and refused")
        .detail(
            "It prints the rows that match all options, the oldest first. The daemon is asked;"
                + " where none answers, the journal in its state folder is read, which root may.")
        .detail(
            "In mode hashed, rows have words such as #k3vw7x2a in the place of names and"
                + " addresses. --name and --client find them all the same.")
        .with(Option.value(NAME, new Parameter.Text("NAME"), "Only this name and names below it."))
        .with(
            Option.value(
                CLIENT, new Parameter.Text("CLIENT"), "Only this client: an address or a network."))
        .with(Option.value(LINK, new Parameter.Text("LINK"), "Only this link or group."))
        .with(Option.value(RULE, new Parameter.Text("RULE"), "Only this rule, or default."))
        .with(
            Option.value(
                SINCE,
                new Parameter.Text("TIME"),
                "Only from this time on: 10m (ago), 14:03, 2026-01-31, '2026-01-31 14:03'."))
        .with(Option.flag(DENIED, "Only packets that were refused."))
        .with(Option.flag(FOLLOW, "Print new rows as they are written.").or("--follow"))
        .with(Options.config())
        .with(Options.state())
        .with(Option.flag(Options.JSON, "Print JSON; with -f, one row a line."))
        .example("waymark log --name example.com --since 1h", "Who asked for names of a site.")
        .example("waymark log -f --client 192.168.1.20", "Watch what a client asks for.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Map<String, String> question = question(arguments, ZonedDateTime.now(ZoneId.systemDefault()));
    JournalSource journal = new JournalSource(DaemonSearch.state(arguments, terminal));
    boolean json = arguments.has(Options.JSON);
    if (arguments.has(FOLLOW)) {
      journal.follow(question, row -> print(row, json, terminal));
      return Exit.DONE;
    }
    return json ? list(journal, question, terminal) : print(journal, question, terminal);
  }

  /** A list whose rows are printed as they come: it may be longer than memory. */
  private static Exit list(JournalSource journal, Map<String, String> question, Terminal terminal) {
    List<String> separator = new ArrayList<>(List.of("["));
    journal.read(
        question,
        row -> {
          terminal.out().print(separator.getFirst() + "\n");
          print(row, terminal);
          separator.set(0, ",");
        });
    terminal.out().print((separator.getFirst().equals("[") ? "[" : "\n") + "]\n");
    return Exit.DONE;
  }

  private static Exit print(
      JournalSource journal, Map<String, String> question, Terminal terminal) {
    AtomicBoolean none = new AtomicBoolean(true);
    String begins =
        journal.read(
            question,
            row -> {
              none.set(false);
              terminal.out().print(LogText.of(row, terminal) + "\n");
            });
    if (none.get()) {
      terminal.say(
          begins.isEmpty()
              ? "the journal is empty; see the key 'journal' of the configuration"
              : "no row matches; the journal begins at " + LogText.time(begins));
    }
    return Exit.DONE;
  }

  private static void print(LogRow row, boolean json, Terminal terminal) {
    if (json) {
      print(row, terminal);
      terminal.out().print("\n");
    } else {
      terminal.out().print(LogText.of(row, terminal) + "\n");
    }
    terminal.out().flush();
  }

  private static void print(LogRow row, Terminal terminal) {
    byte[] bytes = Json.write(row);
    terminal.out().write(bytes, 0, bytes.length);
  }

  private static Map<String, String> question(ParsedArguments arguments, ZonedDateTime now) {
    Map<String, String> question = new LinkedHashMap<>();
    for (String option : List.of(NAME, CLIENT, LINK, RULE)) {
      arguments.value(option).ifPresent(text -> question.put(option.substring(2), text));
    }
    if (arguments.has(SINCE)) {
      Moment since =
          Moment.parse(arguments.value(SINCE).orElseThrow(), now)
              .orElseThrow(() -> arguments.wrongValue(SINCE, "expected " + Moment.EXPECTED));
      question.put("since", since.from().toString());
    }
    if (arguments.has(DENIED)) {
      question.put("denied", "true");
    }
    try {
      LogQuery.parse(question);
    } catch (SyntaxException e) {
      throw arguments.wrong(e.what() + "; expected " + e.expected());
    }
    return question;
  }
}
