package waymark.kernel.reconcile;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Engine;
import waymark.engine.Threads;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.Transaction;
import waymark.kernel.plane.Drift;
import waymark.kernel.plane.PlaneDriver;
import waymark.kernel.plane.Repair;
import waymark.kernel.system.RetryLog;

/** Repairs drift, whoever noticed it. Owned by the control thread. */
final class DriftHandler {
  private static final Logger log = LoggerFactory.getLogger(DriftHandler.class);

  private final PlaneDriver plane;
  private final Engine engine;
  private final Threads threads;
  private final LinkChanges links;
  private final Runnable auditSoon;
  private final RetryLog retries =
      new RetryLog(
          log,
          "Our kernel state cannot be repaired, which is tried again",
          "Our kernel state can be repaired again");

  /**
   * @param auditSoon starts a full comparison on another thread
   */
  DriftHandler(
      PlaneDriver plane, Engine engine, Threads threads, LinkChanges links, Runnable auditSoon) {
    this.plane = plane;
    this.engine = engine;
    this.threads = threads;
    this.links = links;
    this.auditSoon = auditSoon;
  }

  /** The table {@code inet waymark} was changed, by us or by another process. */
  void tableChanged(Map<Transaction, TableChange> changes) {
    if (changes.containsKey(Transaction.MISSED)) {
      // What was missed may be a script of ours, and a repair would take as long again.
      auditSoon.run();
    } else {
      repair(new Drift.TableEvents(changes));
    }
  }

  /** Another process changed a decided route, or the rule that leads to these. */
  void routesChanged() {
    // The kernel itself removes routes by an interface that is gone.
    links.follow();
    suspected();
  }

  /** It is time to compare the parts without events. */
  void suspected() {
    repair(new Drift.Suspected());
  }

  /** A comparison found that a part differs. */
  void broken(KernelPart part) {
    if (part == KernelPart.LINK_ROUTES) {
      links.follow();
    } else {
      repair(new Drift.Broken(part));
    }
  }

  private void repair(Drift drift) {
    // What fails here is installed by the engine's next tick, or found by the next audit.
    retries.attempt(() -> handle(drift));
  }

  /** Connections that began while something was missing are moved to where they belong. */
  private void handle(Drift drift) {
    switch (plane.repair(drift, new EngineCarries(engine, threads))) {
      case Repair.Unneeded() -> {}
      case Repair.OfAddresses(var part, var addresses) -> {
        report(part);
        threads.tellEngine(
            () -> engine.repaired(part.toString(), engine.knowledge().carried(addresses)));
      }
      case Repair.OfPart(var part) -> {
        report(part);
        threads.tellEngine(() -> engine.repaired(part.toString()));
      }
      case Repair.ByInstall(var part) -> {
        report(part);
        engine.reinstall(part.toString());
      }
    }
  }

  private static void report(KernelPart part) {
    log.warn("Another process changed {}; Waymark repairs that", part);
  }
}
