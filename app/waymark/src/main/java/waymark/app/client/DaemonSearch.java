package waymark.app.client;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Terminal;
import waymark.app.config.Configuration;
import waymark.console.Console;
import waymark.kernel.KernelState;

/**
 * Finds the daemon that a command means, by its state folder. It works without a valid
 * configuration, because a command may be needed most when the file is broken. It is the folder of
 * {@code --state DIR}, else the first of these where a daemon has its socket, else the first:
 *
 * <ol>
 *   <li>the {@code state} of {@code -c FILE};
 *   <li>the state of the daemon that runs on this network, or ran last;
 *   <li>the {@code state} of the file that is there by default;
 *   <li>the default state.
 * </ol>
 */
public final class DaemonSearch {
  private DaemonSearch() {}

  /** The daemon of these arguments. */
  public static DaemonClient daemon(ParsedArguments arguments, Terminal terminal) {
    return new DaemonClient(socket(arguments, terminal));
  }

  /** The socket of the daemon of these arguments, which need not be there. */
  static Path socket(ParsedArguments arguments, Terminal terminal) {
    return state(arguments, terminal).resolve(Console.SOCKET);
  }

  /** The state folder of the daemon of these arguments; absolute. */
  public static Path state(ParsedArguments arguments, Terminal terminal) {
    Optional<Path> named = named(arguments);
    if (named.isPresent()) {
      return named.get();
    }
    ConfigurationFile file = ConfigurationFile.of(arguments);
    Optional<Path> last = KernelState.lastState();
    if (!arguments.has(Options.CONFIG)) {
      Path found =
          last.filter(DaemonSearch::hasSocket).orElseGet(() -> first(last, file.state(terminal)));
      if (KernelState.isLastStateHidden() && !hasSocket(found)) {
        throw new Failure(
            Exit.NOT_PERMITTED,
            "this user may not see which daemon runs on this host",
            "run this command as root, or as the daemon's user");
      }
      return found;
    }
    Optional<Path> written = file.state(terminal);
    Path found = first(written, last);
    if (written.isEmpty()) {
      terminal.say(file.path() + " does not tell the state; asking the daemon of " + found);
    }
    return found;
  }

  private static Path first(Optional<Path> one, Optional<Path> other) {
    List<Path> states =
        Stream.of(one.stream(), other.stream(), Stream.of(Configuration.DEFAULT_STATE))
            .flatMap(Function.identity())
            .toList();
    return states.stream().filter(DaemonSearch::hasSocket).findFirst().orElse(states.getFirst());
  }

  /** The folder of {@code --state}. */
  public static Optional<Path> named(ParsedArguments arguments) {
    try {
      return arguments.value(Options.STATE).map(text -> Path.of(text).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw arguments.wrongValue(Options.STATE, "expected the path of a folder");
    }
  }

  private static boolean hasSocket(Path state) {
    return Files.exists(state.resolve(Console.SOCKET));
  }
}
