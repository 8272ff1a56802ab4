package waymark.app.command;

import java.time.Instant;
import waymark.api.Json;
import waymark.api.Status;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonSearch;
import waymark.app.view.StatusText;

/** {@code waymark status}. */
public final class StatusCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("status", "show links, rules and counters of the running daemon")
        .detail(
            "WRONG LINK counts packets that were about to leave by another link and were refused;"
                + " it should be 0. A lease is draining when its time is over and connections still"
                + " use its address. An incomplete rule, which lacks a list or a country, is listed"
                + " below the rules with the reason.")
        .with(Options.config())
        .with(Options.state())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Status status = DaemonSearch.daemon(arguments, terminal).status();
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(status) + "\n"
                : StatusText.of(status, Instant.now(), terminal));
    return Exit.DONE;
  }
}
