package waymark.engine;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Decision;

/**
 * Brings the plane up to date with the table, or puts it off while the control thread is at work on
 * the plane. Owned by the engine's thread.
 */
final class Commits {
  /** Backoff after a failed install, in milliseconds. */
  private static final long INSTALL_BACKOFF = 1_000;

  private final Plane plane;
  private final LeaseStore leaseStore;
  private final Connections connections;
  private final Threads threads;
  private final InstantSource clock;

  /** Installs everything again; a job of the control thread. */
  private final Runnable reinstall;

  /** Whether the plane carries what it was given. */
  private boolean installed;

  /** Whether it did before the install that is under way. */
  private boolean installedBefore;

  /** Whether an install is asked for, or under way, whose result decides what is carried. */
  private boolean installing = true;

  private int pauses;
  private long nextInstall;
  private long failures;

  Commits(
      Plane plane,
      LeaseStore leaseStore,
      Connections connections,
      Threads threads,
      InstantSource clock,
      Runnable reinstall) {
    this.plane = plane;
    this.leaseStore = leaseStore;
    this.connections = connections;
    this.threads = threads;
    this.clock = clock;
    this.reinstall = reinstall;
  }

  /** As {@link Engine#commit}. */
  boolean commit(Table table) {
    while (!isInForce(table)) {
      storeLeases(table);
      if (pauses > 0 || installing) {
        return false;
      }
      if (!installed) {
        askForInstall();
        return isInForce(table);
      }
      List<Change> changes = table.addressEntries.changes();
      Set<Decision> unprepared = plane.unprepared(changes);
      if (unprepared.isEmpty()) {
        apply(table, changes);
      } else {
        prepare(unprepared);
      }
    }
    return true;
  }

  private boolean isInForce(Table table) {
    return installed && table.addressEntries.areCarried();
  }

  private void apply(Table table, List<Change> changes) {
    try {
      plane.apply(changes);
    } catch (RuntimeException e) {
      // The plane may carry anything now, so only a whole install helps.
      failed();
      throwUnlessRefused(e);
      return;
    }
    table.addressEntries.carried();
    for (Change change : changes) {
      if (!change.after().isNone() && table.addressEntries.areMoved(change.address())) {
        connections.move(change.address(), change.after());
      }
    }
  }

  /** Has the control thread prepare the plane for decisions that are new to it. */
  private void prepare(Set<Decision> decisions) {
    pause();
    threads.onControl(
        () -> {
          try {
            plane.prepare(decisions);
            threads.tellEngine(this::resume);
          } catch (RuntimeException e) {
            threads.tellEngine(this::failed);
            threads.tellEngine(this::resume);
            throwUnlessRefused(e);
          }
        });
  }

  /** With a backoff, because an install takes long. */
  private void askForInstall() {
    long now = clock.millis();
    if (now < nextInstall) {
      return;
    }
    nextInstall = now + INSTALL_BACKOFF;
    installing = true;
    threads.onControl(
        () -> {
          try {
            reinstall.run();
          } catch (RuntimeException e) {
            throwUnlessRefused(e);
          }
        });
  }

  /** A refusal is counted and tried again; anything else is a fault of ours, and logged. */
  private static void throwUnlessRefused(RuntimeException e) {
    if (!(e instanceof PlaneException)) {
      throw e;
    }
  }

  /** No changes are made until as many calls of {@link #resume}. */
  void pause() {
    pauses++;
  }

  void resume() {
    pauses--;
  }

  /** An install begins to put in force what is decided now. */
  void installing() {
    installedBefore = installed;
    installed = false;
    installing = true;
  }

  /** What an install was given is in force. */
  void installed(Table table, Map<Address, Decision> hosts) {
    table.addressEntries.carried(hosts);
    installed = true;
    installedBefore = false;
    installing = false;
  }

  /** An install failed, and the plane carries what it carried before. */
  void unchanged() {
    failures++;
    installed |= installedBefore;
    installedBefore = false;
    installing = false;
  }

  /** The plane could not do what it should. */
  void failed() {
    failures++;
    installed = false;
    installedBefore = false;
    installing = false;
  }

  long failures() {
    return failures;
  }

  void storeLeases(Table table) {
    if (!table.events.isEmpty()) {
      List<LeaseEvent> events = List.copyOf(table.events);
      table.events.clear();
      leaseStore.append(events);
    }
  }
}
