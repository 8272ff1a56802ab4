package waymark.app.daemon;

import java.lang.reflect.Proxy;

/**
 * Handles SIGHUP, which would otherwise end the process.
 *
 * <p>Only {@code sun.misc} handles signals in Java. It is called by reflection, because no
 * annotation silences the compiler's warning about that package.
 */
public final class SighupHandler {
  private SighupHandler() {}

  /** Runs a task on a thread of its own whenever the signal arrives. */
  public static void handle(Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              SighupHandler.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                switch (method.getName()) {
                  case "handle" -> task.run();
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
}
