package waymark.app.cli;

import java.nio.file.AccessDeniedException;
import java.util.function.Supplier;
import waymark.console.ConsoleException;
import waymark.engine.PlaneException;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.MissingCapabilityException;
import waymark.learn.LearnException;
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.state.StateException;

/** Turns what the world refuses into a command's failure. */
public final class Failures {
  private Failures() {}

  /** Calls it; exceptions of the modules below become a {@link Failure} with an exit code. */
  public static <T> T at(Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (MissingCapabilityException e) {
      throw new Failure(Exit.NOT_PERMITTED, text(e), "");
    } catch (LinuxException e) {
      throw new Failure(e.isPermission() ? Exit.NOT_PERMITTED : Exit.FAILED, text(e), "");
    } catch (KernelException
        | PlaneException
        | StateException
        | ConsoleException
        | LearnException
        | NetlinkException e) {
      throw new Failure(isPermission(e) ? Exit.NOT_PERMITTED : Exit.FAILED, text(e), "");
    }
  }

  private static boolean isPermission(Throwable e) {
    return e instanceof AccessDeniedException
        || (e instanceof LinuxException linux && linux.isPermission())
        || (e instanceof NetlinkException netlink && netlink.isPermission())
        || (e.getCause() != null && isPermission(e.getCause()));
  }

  private static String text(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }
}
