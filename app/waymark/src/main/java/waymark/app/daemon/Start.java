package waymark.app.daemon;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.config.Loaded;
import waymark.app.config.Problems;

/**
 * What the daemon starts with.
 *
 * @param text of the policy in force
 * @param source its policy, with lists and countries
 * @param refused the text of the file, where it was never confirmed and another is in force
 */
public record Start(
    Path file,
    String text,
    Configuration configuration,
    PolicySource source,
    Optional<String> refused) {
  private static final Logger log = LoggerFactory.getLogger(Start.class);

  /**
   * Loads a file, or the previous policy where the file was on trial and never confirmed.
   *
   * @throws Failure when it is invalid; the problems are printed as messages
   */
  public static Start of(ConfigurationFile file, Terminal terminal) {
    PolicyText read = PolicyText.read(file.path(), terminal.environment());
    return switch (read.loaded()) {
      case Configuration configuration ->
          before(read, configuration, terminal.environment())
              .orElseGet(
                  () ->
                      new Start(
                          file.path(),
                          read.text(),
                          configuration,
                          new PolicySource(configuration),
                          Optional.empty()));
      case Problems problems -> throw file.refusal(problems, terminal);
    };
  }

  private static Optional<Start> before(
      PolicyText read, Configuration configuration, Map<String, String> environment) {
    try {
      Optional<String> instead = new SavedPolicy(configuration.state()).insteadOf(read.text());
      if (instead.isEmpty()) {
        return Optional.empty();
      }
      Loaded loaded = Configuration.parse(read.file(), instead.get(), environment);
      if (loaded instanceof Configuration confirmed
          && RestartOnlySettings.differing(configuration, confirmed).equals(List.of())) {
        log.warn(
            "{} was applied on trial and never confirmed: loading the previous policy. Change the"
                + " file, or run 'waymark apply' again",
            read.file());
        return Optional.of(
            new Start(
                read.file(),
                instead.get(),
                confirmed,
                new PolicySource(confirmed),
                Optional.of(read.text())));
      }
      log.warn("{} was never confirmed, but the previous policy is invalid now", read.file());
    } catch (UncheckedIOException e) {
      log.warn("Cannot tell whether {} was confirmed: {}", read.file(), e.getMessage());
    }
    return Optional.empty();
  }
}
