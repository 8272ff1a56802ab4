package waymark.kernel.system;

import org.slf4j.Logger;
import waymark.linux.Wakeup;

/**
 * Looks at the kernel on a thread of its own until it is closed. What fails is said once, and
 * begins anew after a pause.
 */
public final class RestartingWorker implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final Wakeup wakeup = Wakeup.open();
  private final Logger log;
  private final String failing;
  private final Work work;
  private final Runnable anew;
  private final Thread thread;
  private volatile boolean stopping;

  /** What it does, while {@link #goesOn}. */
  public interface Work {
    void run() throws InterruptedException;
  }

  /**
   * One that does not look yet.
   *
   * @param failing what is said in the log when the work fails
   * @param anew runs before the work begins again
   */
  public RestartingWorker(String thread, Logger log, String failing, Work work, Runnable anew) {
    this.log = log;
    this.failing = failing;
    this.work = work;
    this.anew = anew;
    this.thread = Thread.ofPlatform().name(thread).daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** Whether there is to be another look. */
  public boolean goesOn() {
    return !stopping;
  }

  /** Ends a wait of the work for other things; when it is closed, too. */
  public Wakeup wakeup() {
    return wakeup;
  }

  private void run() {
    String fault = "";
    while (goesOn()) {
      try {
        if (!fault.isEmpty()) {
          Thread.sleep(PAUSE_MILLIS);
          anew.run();
        }
        work.run();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException e) {
        if (!e.toString().equals(fault)) {
          log.error(failing, e);
        }
        fault = e.toString();
      }
    }
  }

  @Override
  public void close() {
    stopping = true;
    wakeup.wake();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wakeup.close();
  }
}
