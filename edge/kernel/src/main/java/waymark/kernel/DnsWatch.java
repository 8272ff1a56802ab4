package waymark.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.Event;
import waymark.kernel.capture.Capture;
import waymark.kernel.capture.DnsGapWarnings;
import waymark.kernel.capture.DnsIntake;
import waymark.kernel.capture.DnsSilence;
import waymark.kernel.capture.EngineLoop;
import waymark.kernel.capture.TrustedServers;
import waymark.kernel.flows.HttpsServers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.HostReport;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.LiveSettings;
import waymark.kernel.system.KnownResolvers;
import waymark.kernel.system.RestartingWorker;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * Follows which name servers this host knows, and whether DNS passes at all, on a thread of its own
 * that may wait for files.
 */
final class DnsWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DnsWatch.class);
  private static final long EVERY_SECONDS = 10;

  /** In rounds: to read counters takes commands on some planes. */
  private static final int GAPS_EVERY = 6;

  private static final Path TRACKED = Path.of("/proc/sys/net/netfilter/nf_conntrack_count");
  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/thread-self/net/udp"), Path.of("/proc/thread-self/net/udp6"));

  /** The local port 53 in a line of these files: proc_net(5). */
  private static final String LISTENING = ":0035";

  private volatile LiveSettings live;
  private final DnsIntake intake;
  private final Capture capture;
  private final EngineLoop loop;
  private final KnownResolvers known;
  private final List<Network> wellKnown = KnownResolvers.ofPublic();
  private final Supplier<CompletableFuture<HostReport>> report;
  private final HttpsServers httpsServers = new HttpsServers(KnownResolvers.ofPublic());
  private final DnsGapWarnings gaps = new DnsGapWarnings();
  private final DnsSilence silence = new DnsSilence(seconds());
  private final CountDownLatch closing = new CountDownLatch(1);
  private final RestartingWorker worker =
      new RestartingWorker(
          "waymark-dns",
          log,
          "The name servers of this host cannot be followed",
          this::follow,
          () -> {},
          closing::countDown);

  /** Guarded by this. */
  private TrustedServers last;

  /**
   * A watch that does not run yet; until it does, the name servers of now count.
   *
   * @param report asked once the watch runs
   */
  DnsWatch(
      HostSettings settings,
      DnsIntake intake,
      Capture capture,
      EngineLoop loop,
      Supplier<CompletableFuture<HostReport>> report) {
    this.report = report;
    live = settings.live();
    this.intake = intake;
    this.capture = capture;
    this.loop = loop;
    known = new KnownResolvers(Path.of("/"), settings.exemptionSettings().resolvConf());
    last = read();
    intake.trust(last);
  }

  /** Well-known name servers that were reached by HTTPS. By any thread. */
  List<Address> httpsServers() {
    return httpsServers.first();
  }

  /** From now on goes by these settings. By any thread. */
  void use(LiveSettings settings) {
    live = settings;
    trust();
  }

  /** By any thread. */
  LiveSettings settings() {
    return live;
  }

  private synchronized void trust() {
    TrustedServers now = read();
    if (!now.equals(last)) {
      last = now;
      loop.post(() -> intake.trust(now));
    }
  }

  void start() {
    worker.start();
  }

  private TrustedServers read() {
    return switch (live.trust()) {
      case DnsTrust.Any() -> TrustedServers.ANY;
      case DnsTrust.Only(List<Address> servers) ->
          new TrustedServers(false, Set.copyOf(servers), List.of());
      case DnsTrust.Known(List<Address> others) -> {
        Set<Address> servers = new HashSet<>(others);
        servers.addAll(known.ofSystem());
        yield new TrustedServers(false, servers, wellKnown);
      }
    };
  }

  private void follow() throws InterruptedException {
    int round = 0;
    while (!closing.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
      trust();
      if (live.captureSettings().mode() != CaptureSettings.Mode.OFF) {
        listen();
        if (round++ % GAPS_EVERY == 0) {
          httpsServers.look();
          gaps();
        }
      }
    }
  }

  private void gaps() {
    CompletableFuture<Boolean> looked =
        report
            .get()
            .thenApply(
                it -> {
                  gaps.look(it.gaps()).forEach(this::tell);
                  return true;
                });
    looked.exceptionally(_ -> false);
  }

  private void listen() {
    long tracked = tracked();
    boolean listening = isAsked();
    Function<Engine, Boolean> look =
        engine -> {
          boolean named =
              engine.policy().rules().stream().anyMatch(rule -> rule.names().size() > 0);
          if (named) {
            long questions = capture.figures().questions();
            silence.look(seconds(), questions, tracked, listening).ifPresent(this::tell);
          }
          return named;
        };
    CompletableFuture<Boolean> asked = loop.ask(look);
    asked.exceptionally(_ -> false);
  }

  private void tell(String sentence) {
    log.warn("{}{}", Character.toUpperCase(sentence.charAt(0)), sentence.substring(1));
    CompletableFuture<Boolean> told =
        loop.ask(
            engine -> {
              engine.tell(new Event.Faulty(sentence));
              return true;
            });
    told.exceptionally(_ -> false);
  }

  private static long tracked() {
    try {
      return Long.parseLong(Files.readAllLines(TRACKED).getFirst().strip());
    } catch (IOException | NumberFormatException _) {
      // Without connection tracking there is nothing to compare with.
      return 0;
    }
  }

  private static boolean isAsked() {
    for (Path sockets : SOCKETS) {
      try {
        for (String line : Files.readAllLines(sockets, StandardCharsets.US_ASCII)) {
          if (line.strip().split("\\s+", 3)[1].endsWith(LISTENING)) {
            return true;
          }
        }
      } catch (IOException _) {
        // A kernel without IPv6 has one of them only.
      }
    }
    return false;
  }

  private static long seconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime());
  }

  @Override
  public void close() {
    worker.close();
  }
}
