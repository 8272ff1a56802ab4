package waymark.app.command;

import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonClient;
import waymark.app.client.DaemonSearch;
import waymark.app.view.EventText;

/** {@code waymark events}. */
public final class EventsCommand implements Command {
  private static final String FOLLOW = "-f";

  @Override
  public Syntax syntax() {
    return Syntax.of("events", "print what the daemon learned, moved, refused and repaired")
        .detail(
            "It prints the last 10,000 events about addresses, and the last 1,000 others, the"
                + " oldest first.")
        .detail("With -f it prints new events as they happen, until it is stopped.")
        .with(Option.flag(FOLLOW, "Print new events as they happen.").or("--follow"))
        .with(Options.config())
        .with(Options.state())
        .with(Option.flag(Options.JSON, "Print JSON; with -f, one event a line."))
        .example("waymark events -f", "Watch what happens.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    DaemonClient daemonClient = DaemonSearch.daemon(arguments, terminal);
    boolean json = arguments.has(Options.JSON);
    if (arguments.has(FOLLOW)) {
      daemonClient.follow(event -> print(event, json, terminal));
      return Exit.DONE;
    }
    Events events = daemonClient.events(0);
    if (json) {
      terminal.out().print(Json.pretty(events) + "\n");
    } else {
      events.events().forEach(event -> print(event, false, terminal));
    }
    return Exit.DONE;
  }

  private static void print(Event event, boolean json, Terminal terminal) {
    if (json) {
      byte[] bytes = Json.write(event);
      terminal.out().write(bytes, 0, bytes.length);
      terminal.out().print("\n");
    } else {
      terminal.out().print(EventText.of(event, terminal) + "\n");
    }
    terminal.out().flush();
  }
}
