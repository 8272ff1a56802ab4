package waymark.app;

import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waymark.api.Json;
import waymark.api.Status;

/** {@code waymark status}. */
final class StatusCommand implements Command {
  @Override
  public CommandSpec spec() {
    return Options.command("status", "Prints links, rules and what the running daemon has learned.")
        .addOption(Options.config())
        .addOption(Options.json());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    Status status = new Daemon(ConfigurationFile.of(line).socket(terminal)).status();
    terminal
        .out()
        .print(
            line.hasMatchedOption(Options.JSON)
                ? Json.pretty(status) + "\n"
                : StatusText.of(status, Instant.now(), terminal));
    return Exit.DONE;
  }
}
