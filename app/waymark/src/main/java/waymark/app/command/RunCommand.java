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
import waymark.app.cli.Failures;
import waymark.app.cli.Option;
import waymark.app.cli.Options;
import waymark.app.cli.ParsedArguments;
import waymark.app.cli.Syntax;
import waymark.app.cli.Terminal;
import waymark.app.client.ConfigurationFile;
import waymark.app.config.Configuration;
import waymark.app.daemon.Daemon;
import waymark.app.daemon.FatalExceptionHandler;
import waymark.app.daemon.FileWatch;
import waymark.app.daemon.RunningPolicy;
import waymark.app.daemon.SighupHandler;
import waymark.app.daemon.Start;
import waymark.app.lockout.LockoutGuard;
import waymark.app.lockout.Processes;
import waymark.kernel.KernelHost;
import waymark.policy.Policy;

/** {@code waymark run}: the engine on this host, until it is stopped. */
public final class RunCommand implements Command {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  /** The index of the start time among the fields after the name. */
  private static final int START_TIME = 19;

  private static final String NO_WATCH = "--no-watch";

  @Override
  public Syntax syntax() {
    return Syntax.of("run", "route this host's connections by name until stopped")
        .detail(
            "It needs CAP_NET_ADMIN, which root has, and stops on SIGTERM or SIGINT with exit code"
                + " 0. What it decided stays in force when it stops or is killed: the next start"
                + " takes over, and 'waymark down' removes it. A second daemon on the same host is"
                + " refused.")
        .detail(
            "SIGHUP reloads the configuration, and so does a change of its file, within two"
                + " seconds. An invalid file is logged with its problems, and the policy in force"
                + " stays.")
        .detail(
            "With 'default: block' it refuses to start with exit code 2 when the policy would cut"
                + " off the session it is started from, unless --yes is given.")
        .with(Options.config())
        .with(Options.yes())
        .with(Option.flag(NO_WATCH, "Do not reload the configuration when its file changes."))
        .example("waymark run -c home.yaml", "Run with another configuration.");
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
    Daemon daemon = Failures.at(() -> Daemon.start(start, terminal.environment(), since));
    log.info(
        "Ready after {} ms: {} links, {} rules",
        Instant.now().toEpochMilli() - since.toEpochMilli(),
        configuration.policy().links().size(),
        configuration.policy().rules().size());
    ready.complete(daemon.policy());
    if (!arguments.has(NO_WATCH)) {
      watch.start(() -> daemon.policy().reload("the file changed", false));
    }
    CountDownLatch never = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("waymark-stop").unstarted(() -> stop(watch, daemon)));
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.DONE;
  }

  private static void hangUp(RunningPolicy running) {
    running.reload("received SIGHUP", true);
  }

  private static void stop(FileWatch watch, Daemon daemon) {
    watch.close();
    daemon.close();
    log.info("Stopped; the policy stays in force until 'waymark down'");
    // A stopped daemon has succeeded; without this the exit code would be the signal's.
    Runtime.getRuntime().halt(Exit.DONE.code());
  }

  /**
   * When this process was started: proc(5), starttime of /proc/PID/stat in ticks of 10 ms since
   * boot. The wall clock may have been set since then.
   */
  private static Instant started() {
    Instant now = Instant.now();
    try {
      // Not readString: these files report a size of 0.
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
