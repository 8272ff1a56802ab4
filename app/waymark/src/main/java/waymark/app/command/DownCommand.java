package waymark.app.command;

import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failures;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.kernel.KernelState;

/** {@code waymark down}. */
public final class DownCommand implements Command {
  /** What {@code --json} prints. */
  public record Down(boolean down) {}

  @Override
  public Syntax syntax() {
    return Syntax.of("down", "remove everything that Waymark put into the kernel")
        .detail(
            "It also restores the kernel settings that Waymark changed. The daemon must not run:"
                + " what it decided stays in force when it stops, and this ends that.")
        .with(Options.config())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Configuration configuration = ConfigurationFile.of(arguments).require(terminal);
    Failures.at(
        () -> {
          KernelState.remove(RunCommand.settings(configuration));
          return Exit.DONE;
        });
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(new Down(true)) + "\n"
                : "Removed everything that Waymark had put into the kernel.\n");
    return Exit.DONE;
  }
}
