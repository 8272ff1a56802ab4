package waymark.kernel.reconcile;

import java.util.concurrent.Executor;
import waymark.engine.Engine;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.neighbours.NeighbourWatch;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.table.EventSubscription;

/**
 * Reconciles our kernel state after changes by other processes. Threads of its own notice a change,
 * and the engine's thread repairs it.
 *
 * <pre>
 *   netlink events ────────▶ NetlinkMonitor ─┐
 *                                            ├─▶ engine's thread: DriftHandler ─▶ plane, engine
 *   full comparison ───────▶ DriftAudit ─────┘
 *
 *   other programs ────────▶ NeighbourWatch: reports conflicts, repairs nothing
 * </pre>
 */
public final class Reconciler implements AutoCloseable {
  private final WatchOptions watchOptions;
  private final DriftHandler handler;
  private final DriftAudit driftAudit;
  private final NetlinkMonitor monitor;
  private final NeighbourWatch neighbours;

  /** A reconciler that does not watch yet. */
  public Reconciler(
      HostSettings settings,
      EventSubscription eventSubscription,
      PlaneDriver plane,
      Engine engine,
      LinkChanges links,
      Executor engineThread,
      WatchOptions watchOptions) {
    this.watchOptions = watchOptions;
    handler = new DriftHandler(plane, engine, links, this::auditSoon);
    neighbours =
        new NeighbourWatch(
            settings.marks(), settings.captureSettings(), watchOptions.compareEvery());
    driftAudit =
        new DriftAudit(
            plane.maintenance().invariants(),
            watchOptions.compareEvery(),
            part -> engineThread.execute(() -> handler.broken(part)));
    monitor =
        new NetlinkMonitor(
            eventSubscription,
            plane.maintenance().events(),
            settings.marks(),
            changes -> engineThread.execute(() -> handler.tableChanged(changes)),
            () -> engineThread.execute(links::follow),
            () -> engineThread.execute(handler::routesChanged),
            () -> engineThread.execute(handler::suspected));
  }

  private void auditSoon() {
    driftAudit.soon();
  }

  /** Begins to watch. */
  public void start() {
    if (watchOptions.notices()) {
      monitor.start();
    }
    driftAudit.start();
    neighbours.start();
  }

  /** Who else uses marks, rules, tables and hooks, as of the last look; by any thread. */
  public HostNeighbours neighbours() {
    return neighbours.latest();
  }

  @Override
  public void close() {
    neighbours.close();
    driftAudit.close();
    monitor.close();
  }
}
