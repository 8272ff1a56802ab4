package waymark.app.daemon;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import waymark.app.config.Configuration;
import waymark.console.Console;
import waymark.journal.Journal;
import waymark.kernel.HostClaim;
import waymark.kernel.KernelHost;

/**
 * The parts of a running daemon. What may be refused is opened first: the host, its files, and the
 * sockets of the API, which say meanwhile that the daemon is starting. Only then the kernel is
 * changed.
 */
public final class Daemon implements AutoCloseable {
  private final Console console;
  private final RunningPolicy running;
  private final CheckedLinks links;
  private final KernelHost host;
  private final Journal journal;

  private Daemon(
      Console console,
      RunningPolicy running,
      CheckedLinks links,
      KernelHost host,
      Journal journal) {
    this.console = console;
    this.running = running;
    this.links = links;
    this.host = host;
    this.journal = journal;
  }

  /**
   * Starts on this host. What fails leaves the host as it was; the exceptions are those of the
   * modules.
   *
   * @param environment what {@code ${NAME}} in files stands for
   * @param since when the process started
   */
  public static Daemon start(Start start, Map<String, String> environment, Instant since) {
    Configuration configuration = start.configuration();
    HostClaim claim = HostClaim.take(configuration.hostSettings());
    try {
      Console console =
          Console.open(configuration.state().resolve(Console.SOCKET), configuration.api());
      try {
        return start(start, environment, since, claim, console);
      } catch (RuntimeException | Error e) {
        console.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      claim.close();
      throw e;
    }
  }

  private static Daemon start(
      Start start,
      Map<String, String> environment,
      Instant since,
      HostClaim claim,
      Console console) {
    Configuration configuration = start.configuration();
    Journal journal =
        Journal.open(configuration.state(), configuration.journal(), InstantSource.system());
    KernelHost host;
    try {
      host = claim.start(start.source().policy(), journal::sink);
    } catch (RuntimeException | Error e) {
      journal.close();
      throw e;
    }
    CheckedLinks links = CheckedLinks.start(host, configuration);
    RunningPolicy running = new RunningPolicy(host, links, journal, console, start, environment);
    console.serve(new HostApi(host, running, links, journal, since));
    return new Daemon(console, running, links, host, journal);
  }

  /** The policy in force. */
  public RunningPolicy policy() {
    return running;
  }

  /** Stops within a few seconds; what is decided stays in force. */
  @Override
  public void close() {
    console.refuse();
    host.stop();
    // Who waits for another policy has the answer before the console ends.
    running.close();
    console.close();
    links.close();
    host.close();
    journal.close();
  }
}
