package waymark.app.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Terminal;
import waymark.app.config.Problems;
import waymark.app.toapi.ProblemToApi;

/**
 * A file that the daemon should read, and the daemon.
 *
 * @param file absolute, because the daemon's working directory is another
 */
public record RequestedFile(Path file, DaemonClient daemonClient) {
  /** A large policy takes long to read. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** The daemon of a command line, which is asked for what may take long, but for no file. */
  public static DaemonClient daemon(ParsedArguments arguments, Terminal terminal) {
    return new DaemonClient(DaemonSearch.socket(arguments, terminal), PATIENCE);
  }

  /**
   * The file of a command line, and the daemon. A file that is invalid here is left to the daemon,
   * whose environment may differ.
   *
   * @throws InvalidFileException when it is invalid and there is no daemon
   */
  public static RequestedFile of(ParsedArguments arguments, Terminal terminal) {
    ConfigurationFile named = ConfigurationFile.of(arguments);
    Path socket = DaemonSearch.socket(arguments, terminal);
    if (!Files.exists(socket) && named.load(terminal) instanceof Problems problems) {
      throw new InvalidFileException(ProblemToApi.of(problems, named.path()));
    }
    return new RequestedFile(
        named.path().toAbsolutePath().normalize(), new DaemonClient(socket, PATIENCE));
  }
}
