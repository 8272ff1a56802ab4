package waymark.app.command;

import waymark.api.Denials;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.DaemonSearch;
import waymark.app.view.DenialsText;

/** {@code waymark denied}. */
public final class DeniedCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("denied", "list what was refused, and the rules that would allow it")
        .detail(
            "It lists the last 1,000 combinations of client, address and port, the latest first."
                + " 'waymark log --denied' has those from before a restart.")
        .detail("PACKETS counts copies of refused packets; the kernel copies at most 50 a second.")
        .with(Options.config())
        .with(Options.state())
        .with(Options.json())
        .example("waymark denied", "What do clients want that no rule allows?");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Denials denials = DaemonSearch.daemon(arguments, terminal).denials();
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(denials) + "\n"
                : DenialsText.of(denials, terminal));
    return Exit.DONE;
  }
}
