package waymark.app.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.app.cli.Command;
import waymark.app.cli.Exit;
import waymark.app.cli.Failure;
import waymark.app.cli.Failures;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.daemon.CheckedLinks;
import waymark.app.daemon.FatalExceptionHandler;
import waymark.app.daemon.FileWatch;
import waymark.app.daemon.HostApi;
import waymark.app.daemon.RunningPolicy;
import waymark.app.daemon.SighupHandler;
import waymark.app.daemon.Start;
import waymark.app.lockout.LockoutGuard;
import waymark.app.lockout.Processes;
import waymark.console.Console;
import waymark.kernel.KernelHost;
import waymark.kernel.model.HostSettings;
import waymark.policy.Policy;

/** {@code waymark run}: the engine on this host, until it is stopped. */
public final class RunCommand implements Command {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  /** Where the start time is behind the name. */
  private static final int START_TIME = 19;

  private static final String NO_WATCH = "--no-watch";

  @Override
  public Syntax syntax() {
    return Syntax.of(
            "run",
            "Routes by name on this host until it is stopped; what is decided then stays in force.")
        .with(Options.config())
        .with(Options.yes())
        .with(
            Option.flag(NO_WATCH, "Does not load the configuration again when its file changes."));
  }

  @Override
  public Exit run(ParsedArguments arguments, Terminal terminal) {
    Instant since = started();
    FatalExceptionHandler.install();
    KernelHost.prepare();
    ConfigurationFile file = ConfigurationFile.of(arguments);
    FileWatch watch = new FileWatch(file.path().toAbsolutePath());
    CompletableFuture<RunningPolicy> ready = new CompletableFuture<>();
    SighupHandler.handle(() -> hangUp(ready.join()));
    Start start = Start.of(file, terminal);
    Configuration configuration = start.configuration();
    Policy policy = start.source().policy();
    if (!arguments.has(Options.YES)) {
      LockoutGuard.require(policy, configuration.exemptionSettings(), Processes.here());
    }
    KernelHost host = Failures.at(() -> KernelHost.start(policy, settings(configuration)));
    log.info(
        "Ready after {} ms: {} links, {} rules",
        Instant.now().toEpochMilli() - since.toEpochMilli(),
        configuration.policy().links().size(),
        configuration.policy().rules().size());
    CheckedLinks links = CheckedLinks.start(host, configuration);
    RunningPolicy running = new RunningPolicy(host, links, start, terminal.environment());
    Console console = open(configuration, host, running, links, since);
    ready.complete(running);
    if (!arguments.has(NO_WATCH)) {
      watch.start(() -> running.reload(running.file() + " has changed", false));
    }
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("waymark-stop")
                .unstarted(() -> stop(watch, console, running, links, host)));
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.DONE;
  }

  private static void hangUp(RunningPolicy running) {
    running.reload("SIGHUP came for " + running.file(), true);
  }

  public static Console open(
      Configuration configuration,
      KernelHost host,
      RunningPolicy running,
      CheckedLinks links,
      Instant since) {
    try {
      return Failures.at(
          () ->
              Console.open(
                  configuration.state().resolve(Console.SOCKET),
                  configuration.api(),
                  new HostApi(
                      host, running, links, configuration.captureSettings().mode(), since)));
    } catch (Failure e) {
      host.close();
      throw e;
    }
  }

  private static void stop(
      FileWatch watch,
      Console console,
      RunningPolicy running,
      CheckedLinks links,
      KernelHost host) {
    watch.close();
    console.close();
    running.close();
    links.close();
    host.close();
    log.info("Stopped; what is decided stays in force, `waymark down` ends that");
    // Being stopped is how this command ends well; the signal's own code would say otherwise.
    Runtime.getRuntime().halt(Exit.DONE.code());
  }

  /** What the kernel's side takes from a configuration. */
  public static HostSettings settings(Configuration configuration) {
    return new HostSettings(
        configuration.marks(),
        configuration.captureSettings(),
        configuration.forwarding(),
        configuration.state(),
        configuration.exemptionSettings(),
        configuration.plane());
  }

  /**
   * When this process was started, by the clock that began with the system: the time of the day may
   * have been set since then (proc(5): starttime of /proc/PID/stat in ticks of a hundredth second).
   */
  private static Instant started() {
    Instant now = Instant.now();
    try {
      // Not readString: these files say that they have a size of 0.
      String stat = Files.readAllLines(Path.of("/proc/self/stat")).getFirst();
      String uptime = Files.readAllLines(Path.of("/proc/uptime")).getFirst();
      // The command's name, in parentheses, may hold anything.
      List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
      long millis = (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000);
      return now.minusMillis(millis - Long.parseLong(fields.get(START_TIME)) * 10);
    } catch (IOException e) {
      return now;
    }
  }
}
