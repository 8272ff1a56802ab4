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
import waymark.app.text.Formats;
import waymark.kernel.KernelState;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.Removed;
import waymark.policy.Printable;

/** {@code waymark down}. */
public final class DownCommand implements Command {
  /**
   * What {@code --json} prints.
   *
   * @param connections from which labels were cleared
   * @param left what stays, or cannot be known: a sentence each
   */
  public record Down(boolean down, int connections, List<String> left) {}

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
    Removed removed = Failures.at(() -> KernelState.remove(hosts));
    terminal
        .out()
        .print(
            arguments.has(Options.JSON)
                ? Json.pretty(new Down(true, removed.connections(), removed.left())) + "\n"
                : text(removed));
    return Exit.DONE;
  }

  private static String text(Removed removed) {
    StringBuilder text =
        new StringBuilder("Removed everything that Waymark had put into the kernel.\n");
    if (removed.connections() > 0) {
      text.append("Cleared the labels of ")
          .append(Formats.count(removed.connections(), "connection"))
          .append(".\n");
    }
    for (String left : removed.left()) {
      text.append("Note: ").append(Printable.of(left)).append(".\n");
    }
    return text.toString();
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
