package waymark.kernel;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.capture.DnsIntake;
import waymark.kernel.capture.TrustedServers;
import waymark.kernel.model.DnsTrust;
import waymark.kernel.model.HostSettings;
import waymark.kernel.system.KnownResolvers;
import waymark.kernel.system.RestartingWorker;
import waymark.policy.Address;
import waymark.policy.Network;

/** Follows which name servers this host knows, on a thread of its own. */
final class ResolverWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ResolverWatch.class);
  private static final long EVERY_SECONDS = 10;

  private final DnsTrust trust;
  private final KnownResolvers known;
  private final List<Network> wellKnown;
  private final DnsIntake intake;
  private final Executor engine;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final RestartingWorker worker =
      new RestartingWorker(
          "waymark-resolvers",
          log,
          "The name servers of this host cannot be followed",
          this::follow,
          () -> {},
          closing::countDown);
  private TrustedServers last;

  /**
   * A watch that does not run yet; until it does, what it knows now counts.
   *
   * @param engine runs what it is given on the engine's thread
   */
  ResolverWatch(HostSettings settings, DnsIntake intake, Executor engine) {
    trust = settings.trust();
    this.intake = intake;
    this.engine = engine;
    known = new KnownResolvers(Path.of("/"), settings.exemptionSettings().resolvConf());
    wellKnown = trust instanceof DnsTrust.Known ? KnownResolvers.ofPublic() : List.of();
    last = read();
    intake.trust(last);
  }

  void start() {
    if (trust instanceof DnsTrust.Known) {
      worker.start();
    }
  }

  private TrustedServers read() {
    return switch (trust) {
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
    while (!closing.await(EVERY_SECONDS, TimeUnit.SECONDS)) {
      TrustedServers now = read();
      if (!now.equals(last)) {
        last = now;
        engine.execute(() -> intake.trust(now));
      }
    }
  }

  @Override
  public void close() {
    if (trust instanceof DnsTrust.Known) {
      worker.close();
    }
  }
}
