package waymark.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.kernel.flows.ConnectionCounts;
import waymark.kernel.flows.Flows;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.reconcile.LinkChanges;
import waymark.kernel.system.RetryLog;
import waymark.state.LeaseFile;

/** What the host does at intervals besides the engine's own tick. Owned by the engine's thread. */
final class PeriodicTasks {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTasks.class);

  /** Seconds between two reads of the listening ports. */
  private static final int LISTENING_EVERY = 60;

  private final PlaneDriver plane;
  private final Engine engine;
  private final Flows flows;
  private final LinkChanges links;
  private final ConnectionCounts counts;
  private final LeaseFile leases;
  private final RetryLog exemptions =
      new RetryLog(
          log,
          "The kernel cannot be told what may pass by default",
          "The kernel was told what may pass by default");
  private long seconds;

  PeriodicTasks(
      PlaneDriver plane,
      Engine engine,
      Flows flows,
      LinkChanges links,
      ConnectionCounts counts,
      LeaseFile leases) {
    this.plane = plane;
    this.engine = engine;
    this.flows = flows;
    this.links = links;
    this.counts = counts;
    this.leases = leases;
  }

  /** Returns whether another round should follow at once. */
  boolean everyRound() {
    flows.flush();
    return plane.maintenance().refresh().getAsBoolean();
  }

  /** Runs the tasks that are due. */
  void everySecond() {
    seconds++;
    links.everySecond();
    counts.count();
    if (leases.wantsSnapshot(engine.knowledge().size())) {
      leases.snapshot(engine.knowledge().leases());
    }
    exemptions.attempt(() -> plane.refreshExemptions(seconds % LISTENING_EVERY == 0));
  }
}
