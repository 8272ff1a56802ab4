package waymark.kernel.system;

import java.io.UncheckedIOException;
import org.slf4j.Logger;
import waymark.engine.PlaneException;
import waymark.kernel.model.KernelException;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.state.StateException;

/**
 * Logs an action that is retried: once when it fails, and once when it works again. Owned by one
 * thread.
 */
public final class RetryLog {
  private final Logger log;
  private final String failing;
  private final String working;
  private boolean isFailing;

  /**
   * A log of an operation that has not failed yet.
   *
   * @param failing the message for a failure; the reason follows it
   * @param working the message for success after a failure
   */
  public RetryLog(Logger log, String failing, String working) {
    this.log = log;
    this.failing = failing;
    this.working = working;
  }

  /** Runs the action; a refusal by the kernel, the system or the disk counts as a failure. */
  public void attempt(Runnable action) {
    try {
      action.run();
      succeeded();
    } catch (PlaneException
        | KernelException
        | NetlinkException
        | LinuxException
        | StateException
        | UncheckedIOException e) {
      failed(e);
    }
  }

  /** The action succeeded, for those who run it themselves. */
  public void succeeded() {
    if (isFailing) {
      log.info(working);
    }
    isFailing = false;
  }

  /** The action failed, for those who run it themselves. */
  public void failed(RuntimeException e) {
    if (!isFailing) {
      log.error("{}: {}", failing, e.getMessage());
    }
    isFailing = true;
  }

  /** Whether the last attempt failed. */
  public boolean isFailing() {
    return isFailing;
  }
}
