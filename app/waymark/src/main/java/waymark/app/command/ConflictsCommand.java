package waymark.app.command;

import waymark.api.Candidate;
import waymark.api.Conflict;
import waymark.api.Conflicts;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.cli.Terminal.Tone;
import waymark.app.client.DaemonSearch;
import waymark.app.text.Formats;
import waymark.app.view.Columns;
import waymark.app.view.Columns.Cell;

/** {@code waymark conflicts}. */
public final class ConflictsCommand implements Command {
  @Override
  public Syntax syntax() {
    return Syntax.of("conflicts", "list addresses that several rules claim by different names")
        .detail("The claims of each address are in order: the first one wins.")
        .with(Options.config())
        .with(Options.state())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Conflicts conflicts = DaemonSearch.daemon(arguments, terminal).conflicts();
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(conflicts) + "\n"
                : text(conflicts, terminal));
    return Exit.DONE;
  }

  static String text(Conflicts conflicts, Terminal terminal) {
    if (conflicts.total() == 0) {
      return "No address is claimed by several rules.\n";
    }
    StringBuilder out = new StringBuilder();
    Columns table =
        new Columns().left("ADDRESS").left("RULE").left("TO").right("WEIGHT").left("LEARNED FROM");
    for (Conflict conflict : conflicts.conflicts()) {
      String address = conflict.address();
      for (Candidate claim : conflict.claims()) {
        boolean wins = !address.isEmpty();
        table.row(
            Cell.of(address),
            new Cell(claim.claim().rule(), wins ? Tone.GOOD : Tone.FAINT),
            Cell.of(Formats.path(claim.claim().to())),
            Cell.of(Integer.toString(claim.claim().weight())),
            Cell.of(String.join(" > ", claim.names())));
        address = "";
      }
    }
    table.print("", terminal, out);
    int more = conflicts.total() - conflicts.conflicts().size();
    if (more > 0) {
      out.append("and ").append(Formats.count(more, "more address", "more addresses")).append('\n');
    }
    return out.toString();
  }
}
