package waymark.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import waymark.api.Json;
import waymark.app.config.Configuration;
import waymark.kernel.KernelHost;

/** {@code waymark down}. */
final class DownCommand implements Command {
  /** What {@code --json} prints. */
  public record Down(boolean down) {}

  @Override
  public CommandSpec spec() {
    return Options.command(
            "down", "Takes out of the kernel all that Waymark put there; the daemon must not run.")
        .addOption(Options.config())
        .addOption(Options.json());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    Configuration configuration = ConfigurationFile.of(line).require(terminal);
    Attempt.at(
        () -> {
          KernelHost.remove(RunCommand.settings(configuration));
          return Exit.DONE;
        });
    terminal
        .out()
        .print(
            line.hasMatchedOption(Options.JSON)
                ? Json.pretty(new Down(true)) + "\n"
                : "Nothing of Waymark is in the kernel any more.\n");
    return Exit.DONE;
  }
}
