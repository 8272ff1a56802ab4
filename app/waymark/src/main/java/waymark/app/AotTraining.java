package waymark.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failures;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.daemon.Daemon;
import waymark.app.daemon.FileWatch;
import waymark.app.daemon.SighupHandler;
import waymark.app.daemon.Start;
import waymark.kernel.KernelState;

/**
 * Trains the AOT cache of start-up code: starts engine and console in a namespace of its own, runs
 * the commands that ask them, and stops.
 */
final class AotTraining implements Command {
  private static final String CONFIGURATION =
      """
      links:
        one: { interface: lo }
        two: { interface: eth7, gateway: [192.0.2.1, "2001:db8::1"] }
      rules:
        - name: names
          to: [one, direct]
          domains: [example.com, "=exact.example", "*.below.example", "/^cdn[0-9]+/"]
        - name: networks
          to: two
          networks: [203.0.113.0/24, "2001:db8:1::/48"]
          weight: 10
          reconnect: true
      state: STATE
      """;

  @Override
  public Syntax syntax() {
    return Syntax.of("rehearse", "start, answer every command and stop, to train the AOT cache");
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    try {
      Path folder = Files.createTempDirectory("waymark-");
      try {
        return run(folder, terminal);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Exit run(Path folder, Terminal terminal) throws IOException {
    Path file = folder.resolve("waymark.yaml");
    Files.writeString(file, CONFIGURATION.replace("STATE", folder.resolve("state").toString()));
    SighupHandler.handle(() -> {});
    Start start = Start.of(new ConfigurationFile(file, true), terminal);
    Configuration configuration = start.configuration();
    Daemon daemon = Failures.at(() -> Daemon.start(start, terminal.environment(), Instant.now()));
    try (daemon;
        FileWatch watch = new FileWatch(file)) {
      watch.start(() -> daemon.policy().reload("the file changed", false));
      String named = file.toString();
      for (List<String> words :
          List.of(
              List.of("check", Options.CONFIG, named),
              List.of("plan", Options.CONFIG, named),
              List.of("apply", Options.CONFIG, named),
              List.of("status", Options.CONFIG, named),
              List.of("status", Options.CONFIG, named, Options.JSON),
              List.of("explain", Options.CONFIG, named, "www.example.com"),
              List.of("explain", Options.CONFIG, named, "203.0.113.7"),
              List.of("explain", Options.CONFIG, named, "www.example.com", "--at", "1m"),
              List.of("log", Options.CONFIG, named))) {
        Exit exit = Main.run(words.toArray(new String[0]), terminal);
        if (exit != Exit.DONE) {
          return exit;
        }
      }
    }
    KernelState.remove(configuration.hostSettings());
    return Exit.DONE;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
