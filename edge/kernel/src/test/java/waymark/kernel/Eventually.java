package waymark.kernel;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, as long as a slow machine may need. */
final class Eventually {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Eventually() {}

  static void holds(String what, Callable<Boolean> condition) {
    holds(what, LONGEST, condition);
  }

  static void holds(String what, Duration longest, Callable<Boolean> condition) {
    long end = System.nanoTime() + longest.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("not within " + longest.toSeconds() + " s: " + what);
        }
        Thread.sleep(20);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(what, e);
    }
  }
}
