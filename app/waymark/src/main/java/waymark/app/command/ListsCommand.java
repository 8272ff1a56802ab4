package waymark.app.command;

import java.time.Instant;
import waymark.api.Json;
import waymark.api.Lists;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonClient;
import waymark.app.client.DaemonSearch;
import waymark.app.view.ListsText;

/** {@code waymark lists}. */
public final class ListsCommand implements Command {
  private static final String REFRESH = "--refresh";

  @Override
  public Syntax syntax() {
    return Syntax.of("lists", "show the lists and the country file that rules use")
        .detail(
            "--refresh waits up to 8 seconds; what takes longer goes on, and its next fetch is"
                + " shown as 'now'.")
        .with(Option.flag(REFRESH, "Fetch all lists now."))
        .with(Options.config())
        .with(Options.state())
        .with(Options.json())
        .example("waymark lists", "Which lists are in force, and how old are they?")
        .example("waymark lists --refresh", "Fetch them now.");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    DaemonClient daemon = DaemonSearch.daemon(arguments, terminal);
    Lists lists = arguments.has(REFRESH) ? daemon.refreshLists() : daemon.lists();
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(lists) + "\n"
                : ListsText.of(lists, Instant.now()));
    return Exit.DONE;
  }
}
