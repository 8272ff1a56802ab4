package waymark.app.client;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Terminal;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;
import waymark.app.config.Problems;

/**
 * The configuration file that a command means.
 *
 * @param named whether the user named it
 */
public record ConfigurationFile(Path path, boolean named) {
  private static final Path HERE = Path.of("waymark.yaml");

  public static ConfigurationFile of(ParsedArguments arguments) {
    Optional<String> named = arguments.value(Options.CONFIG);
    if (named.isPresent()) {
      return new ConfigurationFile(path(arguments, named.get()), true);
    }
    return new ConfigurationFile(
        Files.exists(HERE) ? HERE : Configuration.DEFAULT_FILE, Files.exists(HERE));
  }

  private static Path path(ParsedArguments arguments, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw arguments.wrongValue(Options.CONFIG, "expected the path of a file");
    }
  }

  public Loaded load(Terminal terminal) {
    return Configuration.load(path, terminal.environment());
  }

  /**
   * The configuration; the problems of an invalid one are printed as messages.
   *
   * @throws Failure when it is invalid
   */
  public Configuration require(Terminal terminal) {
    return switch (load(terminal)) {
      case Configuration configuration -> configuration;
      case Problems problems -> throw refusal(problems, terminal);
    };
  }

  /** Prints the problems as messages, and returns what to throw then. */
  public Failure refusal(Problems problems, Terminal terminal) {
    terminal.err().print(problems);
    return new Failure(Exit.WRONG, problems.count() + " in " + path, "");
  }

  /** Its {@code state}, also where other keys are wrong; empty where that cannot be told. */
  public Optional<Path> state(Terminal terminal) {
    return Configuration.state(path, terminal.environment());
  }
}
