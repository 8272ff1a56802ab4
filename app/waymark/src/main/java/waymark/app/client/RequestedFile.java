package waymark.app.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import waymark.app.cli.Terminal;
import waymark.app.config.Configuration;
import waymark.app.config.Problems;
import waymark.app.toapi.ProblemToApi;
import waymark.console.Console;

/**
 * A file that the daemon is to read, and the daemon.
 *
 * @param file absolute: the daemon has a folder of its own
 */
public record RequestedFile(Path file, DaemonClient daemonClient) {
  /** A large policy takes long to read. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * The file of a command line, and the daemon that its {@code state} leads to; a file that is
   * wrong here is left to the daemon of the default state, which may have another environment.
   *
   * @throws InvalidFileException when it is wrong, and there is no such daemon
   */
  public static RequestedFile of(ConfigurationFile named, Terminal terminal) {
    Path file = named.path().toAbsolutePath().normalize();
    Path socket =
        switch (named.load(terminal)) {
          case Configuration configuration -> configuration.state().resolve(Console.SOCKET);
          case Problems problems -> {
            Path usual = Configuration.DEFAULT_STATE.resolve(Console.SOCKET);
            if (!Files.exists(usual)) {
              throw new InvalidFileException(ProblemToApi.of(problems, named.path()));
            }
            yield usual;
          }
        };
    return new RequestedFile(file, new DaemonClient(socket, PATIENCE));
  }
}
