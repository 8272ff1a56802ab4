package waymark.app.daemon;

import java.lang.reflect.Proxy;

/**
 * SIGHUP, which otherwise would end the process.
 *
 * <p>Java handles signals in {@code sun.misc} alone; its compiler warns of that package in a way
 * that no annotation silences, so that it is reached by reflection.
 */
public final class SighupHandler {
  private SighupHandler() {}

  /** Has something run, on a thread of its own, whenever the signal comes. */
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
      throw new IllegalStateException("SIGHUP cannot be handled", e);
    }
  }
}
