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
 * A file that the daemon should read, and the daemon.
 *
 * @param file absolute, because the daemon's working directory is another
 */
public record RequestedFile(Path file, DaemonClient daemonClient) {
  /** A large policy takes long to read. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * The file of a command line, and the daemon of its {@code state}. A file that is invalid here is
   * left to the daemon of the default state, whose environment may differ.
   *
   * @throws InvalidFileException when it is invalid and there is no such daemon
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
