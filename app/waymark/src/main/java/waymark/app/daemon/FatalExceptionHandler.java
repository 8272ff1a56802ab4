package waymark.app.daemon;

import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.app.cli.Exit;

/**
 * Ends the daemon when one of its threads ends by an exception: without that thread the daemon
 * would look alive and not do its work. What is decided stays in the kernel, and the service
 * manager can start the daemon again.
 *
 * <p>Threads that must not end the daemon catch what they may meet, and go on or start again.
 */
public final class FatalExceptionHandler implements Thread.UncaughtExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(FatalExceptionHandler.class);

  private final IntConsumer halt;

  /**
   * @param halt ends the process with an exit code, without its shutdown hooks: they may need the
   *     thread that has ended
   */
  FatalExceptionHandler(IntConsumer halt) {
    this.halt = halt;
  }

  /** From now on handles the exceptions of all threads of this process that have no handler. */
  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler(
        new FatalExceptionHandler(Runtime.getRuntime()::halt));
  }

  @Override
  public void uncaughtException(Thread thread, Throwable e) {
    try {
      log.error(
          "The daemon ends because its thread {} failed; what is decided stays in force",
          thread.getName(),
          e);
    } finally {
      halt.accept(Exit.FAILED.code());
    }
  }
}
