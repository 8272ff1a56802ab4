package waymark.kernel.capture;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets held answers go, or drops them, when the kernel takes longer than they may wait: the
 * engine's thread itself is what the kernel keeps waiting then.
 *
 * <p>Each batch is decided by exactly one of the two threads. This one looks a few times within the
 * longest wait while answers come, and sleeps while none do, so that no batch costs a wake-up.
 */
final class HoldDeadline implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HoldDeadline.class);

  /** Decides the answers of a batch whose time is over. */
  interface Overdue {
    void decide();
  }

  private static final int FREE = 0;
  private static final int WAITING = 1;
  private static final int OVERDUE = 2;
  private static final long IDLE_NANOS = 1_000_000_000L;

  private final long maxNanos;
  private final Overdue overdue;
  private final AtomicInteger state = new AtomicInteger(FREE);
  private final Thread thread;
  private volatile long since;
  private volatile boolean asleep;
  private volatile boolean stopping;

  HoldDeadline(long maxNanos, Overdue overdue) {
    this.maxNanos = maxNanos;
    this.overdue = overdue;
    thread = Thread.ofPlatform().name("waymark-deadline").daemon().unstarted(this::run);
    thread.start();
  }

  /** The engine's thread begins to wait for the kernel; the batch must not change from now on. */
  void begin(long now) {
    since = now;
    state.set(WAITING);
    if (asleep) {
      LockSupport.unpark(thread);
    }
  }

  /** The kernel has answered. Whether the batch is still the engine's to decide. */
  boolean end() {
    if (state.compareAndSet(WAITING, FREE)) {
      return true;
    }
    while (state.get() == OVERDUE) {
      Thread.onSpinWait();
    }
    return false;
  }

  private void run() {
    while (!stopping) {
      long now = System.nanoTime();
      if (state.get() == WAITING && now - since >= maxNanos) {
        if (state.compareAndSet(WAITING, OVERDUE)) {
          try {
            overdue.decide();
          } catch (RuntimeException e) {
            log.error("Answers that waited too long could not be decided", e);
          } finally {
            state.set(FREE);
          }
        }
      } else if (state.get() == FREE && now - since >= IDLE_NANOS) {
        asleep = true;
        if (state.get() == FREE) {
          LockSupport.park(this);
        }
        asleep = false;
      } else {
        LockSupport.parkNanos(this, maxNanos / 4);
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
