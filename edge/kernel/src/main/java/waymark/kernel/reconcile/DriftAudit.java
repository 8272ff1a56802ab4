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
import waymark.netlink.NetlinkException;

/**
 * Compares, now and then, the whole of what should be in the kernel with what is there: for what
 * {@link NetlinkMonitor} was not told of.
 */
final class DriftAudit implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DriftAudit.class);

  /** It takes at most a twentieth of the time, however much there is. */
  private static final int PAUSES_PER_LOOK = 19;

  /** So long what differs has to go on differing: it may be about to be changed by ourselves. */
  private static final Duration DOUBT = Duration.ofMillis(500);

  private final List<Invariant> invariants;
  private final Duration every;
  private final Consumer<String> unmet;
  private final Set<String> failed = new HashSet<>();
  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * @param every so often at most
   * @param unmet takes what is not as it should be, on a thread of its own
   */
  DriftAudit(List<Invariant> invariants, Duration every, Consumer<String> unmet) {
    this.invariants = List.copyOf(invariants);
    this.every = every;
    this.unmet = unmet;
    thread = Thread.ofPlatform().name("waymark-inspection").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Has it look without waiting for its time. */
  void soon() {
    asked.release();
  }

  /** Returns whether there is to be another look. */
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
      // However often it is asked, not for more than half of the time.
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

  /** How long it took. */
  private long inspect(Invariant invariant) throws InterruptedException {
    long begin = System.nanoTime();
    boolean met = isMet(invariant);
    long took = System.nanoTime() - begin;
    if (!met && !closed.await(DOUBT.toNanos(), TimeUnit.NANOSECONDS) && !isMet(invariant)) {
      unmet.accept(invariant.what());
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

  /** What cannot be compared is taken for right; that is said once. */
  private boolean cannot(Invariant invariant, RuntimeException e) {
    if (failed.add(invariant.what())) {
      log.warn("Cannot compare {} with the kernel's: {}", invariant.what(), e.toString());
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
