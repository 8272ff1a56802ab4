package waymark.kernel;

import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.LeaseEvent;
import waymark.kernel.capture.Capture;
import waymark.kernel.capture.DroppedAnswers;
import waymark.kernel.capture.Turn;
import waymark.kernel.flows.ConnectionCounts;
import waymark.kernel.flows.Flows;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.reconcile.LinkChanges;
import waymark.kernel.reconcile.SettingsWatch;
import waymark.kernel.system.RetryLog;
import waymark.state.LeaseFile;

/**
 * What the host does at intervals besides the engine's own tick: what is short on the engine's
 * thread, and the rest on the control thread.
 */
final class PeriodicTasks {
  private static final Logger log = LoggerFactory.getLogger(PeriodicTasks.class);

  /** Seconds between two reads of the listening ports. */
  private static final int LISTENING_EVERY = 60;

  private final PlaneDriver plane;
  private final Engine engine;
  private final Capture capture;
  private final Turn turn;
  private final Flows flows;
  private final LinkChanges links;
  private final SettingsWatch settings;
  private final ConnectionCounts counts;
  private final LeaseFile leases;
  private final Executor control;
  private final RetryLog exemptions =
      new RetryLog(
          log,
          "The kernel cannot be told what may pass by default",
          "The kernel was told what may pass by default");

  private final DroppedAnswers droppedAnswers = new DroppedAnswers();

  /** The same objects each time: what waits already is not added again. */
  private final Runnable controlled = this::controlEverySecond;

  private final Runnable refreshing = this::refresh;

  /** Owned by the control thread. */
  private long seconds;

  PeriodicTasks(
      PlaneDriver plane,
      Engine engine,
      Capture capture,
      Turn turn,
      Flows flows,
      LinkChanges links,
      SettingsWatch settings,
      ConnectionCounts counts,
      LeaseFile leases,
      Executor control) {
    this.plane = plane;
    this.engine = engine;
    this.capture = capture;
    this.turn = turn;
    this.flows = flows;
    this.links = links;
    this.settings = settings;
    this.counts = counts;
    this.leases = leases;
    this.control = control;
  }

  /** On the engine's thread. */
  void everyRound() {
    flows.flush();
  }

  /** Runs the tasks that are due. On the engine's thread. */
  void everySecond() {
    counts.count();
    droppedAnswers.look(capture.figures().dropped()).ifPresent(engine::tell);
    if (leases.wantsSnapshot(engine.knowledge().size())) {
      List<LeaseEvent.Held> held = engine.knowledge().leases();
      turn.without(
          () -> {
            leases.snapshot(held);
            return held;
          });
    }
    control.execute(controlled);
  }

  private void controlEverySecond() {
    seconds++;
    links.everySecond();
    settings.everySecond();
    exemptions.attempt(() -> plane.refreshExemptions(seconds % LISTENING_EVERY == 0));
    refresh();
  }

  /** Another job for each part: what waits for the control thread comes between. */
  private void refresh() {
    if (plane.refresh()) {
      control.execute(refreshing);
    }
  }
}
