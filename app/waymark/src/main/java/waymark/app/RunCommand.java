package waymark.app;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import waymark.app.config.Configuration;
import waymark.console.Console;
import waymark.kernel.KernelHost;

/** {@code waymark run}: the engine on this host, until it is stopped. */
final class RunCommand implements Command {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  private static final String REHEARSE = "--rehearse";

  @Override
  public CommandSpec spec() {
    return Options.command(
            "run",
            "Routes by name on this host until it is stopped; what is decided then stays in force.")
        .addOption(Options.config())
        .addOption(
            OptionSpec.builder(REHEARSE)
                .type(boolean.class)
                .hidden(true)
                .description("Starts, asks itself and stops: for the cache of start-up code.")
                .build());
  }

  @Override
  public Exit run(ParseResult line, Terminal terminal) {
    if (line.hasMatchedOption(REHEARSE)) {
      return Rehearsal.run(terminal);
    }
    Instant since = started();
    Configuration configuration = ConfigurationFile.of(line).require(terminal);
    KernelHost host =
        Attempt.at(() -> KernelHost.start(configuration.policy(), settings(configuration)));
    log.info(
        "Ready after {} ms: {} links, {} rules",
        Instant.now().toEpochMilli() - since.toEpochMilli(),
        configuration.policy().links().size(),
        configuration.policy().rules().size());
    Console console = open(configuration, host, since);
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("waymark-stop").unstarted(() -> stop(console, host)));
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.DONE;
  }

  static Console open(Configuration configuration, KernelHost host, Instant since) {
    try {
      return Attempt.at(
          () ->
              Console.open(
                  configuration.state().resolve(Console.SOCKET),
                  new HostAnswers(host, configuration.learning().mode(), since)));
    } catch (Failure e) {
      host.close();
      throw e;
    }
  }

  private static void stop(Console console, KernelHost host) {
    console.close();
    host.close();
    log.info("Stopped; what is decided stays in force, `waymark down` ends that");
    // Being stopped is how this command ends well; the signal's own code would say otherwise.
    Runtime.getRuntime().halt(Exit.DONE.code());
  }

  /** What the kernel's side takes from a configuration. */
  static KernelHost.Settings settings(Configuration configuration) {
    return new KernelHost.Settings(
        configuration.marks(),
        configuration.learning(),
        configuration.forwarding(),
        configuration.state());
  }

  private static Instant started() {
    return ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  }
}
