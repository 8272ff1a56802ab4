package waymark.kernel.system;

import java.io.UncheckedIOException;
import org.slf4j.Logger;
import waymark.kernel.model.KernelException;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.state.StateException;

/**
 * Something that is tried again and again: it is said once that it fails, and once that it works
 * again. Owned by the engine's thread.
 */
public final class RetryLog {
  private final Logger log;
  private final String failing;
  private final String working;
  private boolean fail;

  /**
   * A log of something that has not failed yet.
   *
   * @param failing what to say when it fails; the reason is put behind it
   * @param working what to say when it works again
   */
  public RetryLog(Logger log, String failing, String working) {
    this.log = log;
    this.failing = failing;
    this.working = working;
  }

  /** Does it; where the kernel, the system or the disk refuses, it is to be tried again. */
  public void make(Runnable trial) {
    try {
      trial.run();
      if (fail) {
        log.info(working);
      }
      fail = false;
    } catch (KernelException
        | NetlinkException
        | LinuxException
        | StateException
        | UncheckedIOException e) {
      if (!fail) {
        log.error("{}: {}", failing, e.getMessage());
      }
      fail = true;
    }
  }

  /** Whether the last one failed. */
  public boolean fail() {
    return fail;
  }
}
