package waymark.kernel.reconcile;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.links.Invariant;
import waymark.kernel.model.KernelPart;
import waymark.netlink.NetlinkException;

/**
 * Compares the whole kernel state with what it should be, at intervals, because the kernel does not
 * send an event for every change.
 */
final class DriftAudit implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DriftAudit.class);

  /** An audit takes at most a twentieth of the time, however much there is to compare. */
  private static final int PAUSES_PER_LOOK = 19;

  /** How long a difference must last to count: our own change may be under way. */
  private static final Duration DOUBT = Duration.ofMillis(500);

  private final List<Invariant> invariants;
  private final Duration every;
  private final Consumer<KernelPart> broken;
  private final Set<KernelPart> failed = new HashSet<>();
  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param every the shortest time between two audits
   * @param broken takes a part that differs, on the audit's thread
   */
  DriftAudit(List<Invariant> invariants, Duration every, Consumer<KernelPart> broken) {
    this.invariants = List.copyOf(invariants);
    this.every = every;
    this.broken = broken;
    thread = Thread.ofPlatform().name("waymark-audit").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Starts the next audit at once. */
  void soon() {
    asked.release();
  }

  /** Waits; returns whether another audit follows. */
  private boolean pause(long nanos) throws InterruptedException {
    if (asked.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
      asked.drainPermits();
    }
    return closed.getCount() > 0;
  }

  private void run() {
    try {
      long pause = every.toNanos();
      long took = 0;
      // Audits on request take at most half of the time.
      while (pause(pause) && !closed.await(took, TimeUnit.NANOSECONDS)) {
        took = 0;
        for (Invariant invariant : invariants) {
          took += inspect(invariant);
        }
        log.debug("Compared all that is in the kernel in {} ms", took / 1_000_000);
        pause = Math.max(every.toNanos(), PAUSES_PER_LOOK * took);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns how long it took. */
  private long inspect(Invariant invariant) throws InterruptedException {
    long begin = System.nanoTime();
    boolean met = isMet(invariant);
    long took = System.nanoTime() - begin;
    if (!met && !closed.await(DOUBT.toNanos(), TimeUnit.NANOSECONDS) && !isMet(invariant)) {
      broken.accept(invariant.part());
    }
    return took;
  }

  private boolean isMet(Invariant invariant) {
    try {
      return invariant.isMet().getAsBoolean();
    } catch (NetlinkException e) {
      return !e.isMissing() && cannot(invariant, e);
    } catch (RuntimeException e) {
      return cannot(invariant, e);
    }
  }

  /** A part that cannot be compared counts as met; the log says so once. */
  private boolean cannot(Invariant invariant, RuntimeException e) {
    if (failed.add(invariant.part())) {
      log.warn("Cannot compare {} with the kernel's: {}", invariant.part(), e.toString());
    }
    return true;
  }

  @Override
  public void close() {
    closed.countDown();
    asked.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
