package waymark.kernel.system;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Runs some work on a separate thread until it is closed. Whatever the work throws, even an {@link
 * Error}, is logged, and the work is restarted after a pause. The thread ends only by {@link
 * #close}, which waits for it.
 */
public final class RestartingWorker implements AutoCloseable {
  private static final long PAUSE_NANOS = 1_000_000_000L;

  /** The time after which a repeated fault is logged again. */
  private static final long FORGET_NANOS = 60_000_000_000L;

  private final Logger log;
  private final String failing;
  private final Work work;
  private final Runnable recover;
  private final Runnable wake;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** The last fault. */
  private String fault = "";

  private long failedAt;

  /** Runs as long as the worker {@link #goesOn}. */
  public interface Work {
    void run() throws InterruptedException;
  }

  /**
   * A worker that is not started.
   *
   * @param failing the log message for a failure of the work
   * @param recover runs before the work is restarted
   * @param wake ends a wait of the work; run by the thread that closes the worker
   */
  public RestartingWorker(
      String thread, Logger log, String failing, Work work, Runnable recover, Runnable wake) {
    this.log = log;
    this.failing = failing;
    this.work = work;
    this.recover = recover;
    this.wake = wake;
    this.thread = Thread.ofPlatform().name(thread).daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether the work should continue. */
  public boolean goesOn() {
    return closed.getCount() > 0;
  }

  private void run() {
    boolean hasFailed = false;
    while (goesOn()) {
      try {
        if (hasFailed) {
          recover.run();
        }
        hasFailed = false;
        work.run();
      } catch (InterruptedException | RuntimeException | Error e) {
        hasFailed = true;
        report(e);
        pause();
      }
    }
  }

  private void report(Throwable e) {
    long now = System.nanoTime();
    if (!e.toString().equals(fault) || now - failedAt > FORGET_NANOS) {
      log.error("{}", failing, e);
    }
    fault = e.toString();
    failedAt = now;
  }

  /** Only {@link #close} shortens the pause: nobody else has a reason to interrupt this thread. */
  private void pause() {
    long end = System.nanoTime() + PAUSE_NANOS;
    for (long left = PAUSE_NANOS; left > 0 && goesOn(); left = end - System.nanoTime()) {
      try {
        if (closed.await(left, TimeUnit.NANOSECONDS)) {
          return;
        }
      } catch (InterruptedException _) {
        log.debug("An interrupt of {} is ignored", thread.getName());
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    wake.run();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
