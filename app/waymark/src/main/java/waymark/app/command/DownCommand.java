package waymark.app.command;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.api.Json;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failures;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.client.DaemonSearch;
import waymark.app.config.Configuration;
import waymark.kernel.KernelState;
import waymark.kernel.model.HostSettings;

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
        .detail(
            "It needs no valid configuration: what the daemon had is known from its state folder."
                + " That is the folder of --state, else that of the last daemon on this network"
                + " and that of the configuration.")
        .with(Options.config())
        .with(Options.state())
        .with(Options.json());
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    List<HostSettings> hosts = hosts(arguments, terminal);
    Failures.at(
        () -> {
          hosts.forEach(KernelState::remove);
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

  /** What may have been in force here, by all that is known. */
  private static List<HostSettings> hosts(ParsedArguments arguments, Terminal terminal) {
    ConfigurationFile file = ConfigurationFile.of(arguments);
    HostSettings settings =
        file.load(terminal) instanceof Configuration configuration
            ? configuration.hostSettings()
            : HostSettings.ofState(Configuration.DEFAULT_STATE);
    Set<Path> states = new LinkedHashSet<>();
    DaemonSearch.named(arguments)
        .ifPresentOrElse(
            states::add,
            () -> {
              KernelState.lastState().ifPresent(states::add);
              states.add(file.state(terminal).orElse(Configuration.DEFAULT_STATE));
            });
    return states.stream().map(settings::in).toList();
  }
}
