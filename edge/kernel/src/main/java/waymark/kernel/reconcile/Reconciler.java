package waymark.kernel.reconcile;

import java.util.concurrent.Executor;
import waymark.engine.Engine;
import waymark.engine.Threads;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.HostSettings;
import waymark.kernel.model.WatchOptions;
import waymark.kernel.neighbours.NeighbourWatch;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.table.EventSubscription;

/**
 * Reconciles our kernel state after changes by other processes. Threads of its own notice a change,
 * and the control thread repairs it.
 *
 * <pre>
 *   netlink events ────────▶ NetlinkMonitor ─┐
 *                                            ├─▶ control thread: DriftHandler ─▶ plane, engine
 *   full comparison ───────▶ DriftAudit ─────┘
 *
 *   settings, each second ─▶ SettingsWatch, on the control thread
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
      Threads threads,
      LinkChanges links,
      Executor control,
      WatchOptions watchOptions) {
    this.watchOptions = watchOptions;
    handler = new DriftHandler(plane, engine, threads, links, this::auditSoon);
    neighbours =
        new NeighbourWatch(
            settings.marks(),
            () -> plane.settings().captureSettings(),
            watchOptions.compareEvery());
    driftAudit =
        new DriftAudit(
            plane.maintenance().invariants(),
            watchOptions.compareEvery(),
            part -> control.execute(() -> handler.broken(part)));
    // The same object each time, so that those that wait already are not added again.
    Runnable follow = links::follow;
    Runnable routesChanged = handler::routesChanged;
    Runnable suspected = handler::suspected;
    monitor =
        new NetlinkMonitor(
            eventSubscription,
            plane.maintenance().events(),
            settings.marks(),
            new TableNotices(control, handler::tableChanged)::add,
            () -> control.execute(follow),
            () -> control.execute(routesChanged),
            () -> control.execute(suspected));
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
