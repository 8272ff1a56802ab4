package waymark.kernel.capture;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Who may touch the engine and what belongs to it. The engine's thread has the turn, but for the
 * time that it waits for the kernel or for the disk: then the thread of {@link StandIn} may have
 * it, so that answers are read and decided however long that takes.
 *
 * <p>To leave and to take back costs two writes to memory, and wakes nobody.
 */
public final class Turn {
  private static final int ENGINE = 0;
  private static final int FREE = 1;
  private static final int STAND_IN = 2;

  /** So often the engine's thread looks for the end of a round of the stand-in before it sleeps. */
  private static final int SPINS = 1_000;

  private static final long SLEEP_NANOS = 50_000;

  private final AtomicInteger state = new AtomicInteger(ENGINE);

  /** When the engine's thread left last. */
  private volatile long leftAt = System.nanoTime();

  private volatile Runnable watcher = () -> {};

  /** Has this run when the engine's thread leaves. */
  void watchedBy(Runnable watcher) {
    this.watcher = watcher;
  }

  /** Waits for something without the turn. On the engine's thread. */
  public <T> T without(Supplier<T> wait) {
    leftAt = System.nanoTime();
    state.set(FREE);
    watcher.run();
    try {
      return wait.get();
    } finally {
      takeBack();
    }
  }

  private void takeBack() {
    for (int i = 0; !state.compareAndSet(FREE, ENGINE); i++) {
      if (i < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(SLEEP_NANOS);
      }
    }
  }

  /** When the engine's thread left last. By any thread. */
  long leftAt() {
    return leftAt;
  }

  /** Whether the engine's thread is away. By any thread. */
  boolean isFree() {
    return state.get() == FREE;
  }

  /**
   * Does something in the engine's place, if its thread is still away since then.
   *
   * @return whether it is
   */
  boolean standIn(long since, Runnable round) {
    if (!state.compareAndSet(FREE, STAND_IN)) {
      return false;
    }
    try {
      if (leftAt != since) {
        return false;
      }
      round.run();
      return true;
    } finally {
      state.set(FREE);
    }
  }
}
