package waymark.app.daemon;

import java.lang.reflect.Proxy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Handles SIGHUP, which would otherwise end the process.
 *
 * <p>Only {@code sun.misc} handles signals in Java. It is called by reflection, because no
 * annotation silences the compiler's warning about that package.
 */
public final class SighupHandler {
  private SighupHandler() {}

  /**
   * Runs a task on a thread of its own whenever the signal arrives; several signals while it runs
   * have it run once more.
   */
  public static void handle(Runnable task) {
    Runnable handling = atMostOneWaits(task);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              SighupHandler.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                switch (method.getName()) {
                  case "handle" -> handling.run();
                  case "equals" -> {
                    return arguments[0] == self;
                  }
                  case "hashCode" -> {
                    return System.identityHashCode(self);
                  }
                  default -> {
                    return "SIGHUP";
                  }
                }
                return null;
              });
      Object hangup = signal.getConstructor(String.class).newInstance("HUP");
      signal.getMethod("handle", signal, handler).invoke(null, hangup, proxy);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle SIGHUP", e);
    }
  }

  /** Runs it one time after the other; a call returns at once while another waits for its turn. */
  static Runnable atMostOneWaits(Runnable task) {
    Semaphore runningAndWaiting = new Semaphore(2);
    ReentrantLock turn = new ReentrantLock();
    return () -> {
      if (!runningAndWaiting.tryAcquire()) {
        return;
      }
      turn.lock();
      try {
        task.run();
      } finally {
        turn.unlock();
        runningAndWaiting.release();
      }
    };
  }
}
