package waymark.app.daemon;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import waymark.health.LinkHealth;

/** Reports the results of link checks in the order in which they were true. */
final class HealthReports {
  private final Supplier<Map<String, LinkHealth>> health;
  private final BiConsumer<Map<String, String>, Map<String, Long>> told;

  /** Without it, what was read first might be reported last. */
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param health by the link's name, as it is now
   * @param told takes why links are unhealthy, by their names, and the latency of the others in
   *     nanoseconds
   */
  HealthReports(
      Supplier<Map<String, LinkHealth>> health,
      BiConsumer<Map<String, String>, Map<String, Long>> told) {
    this.health = health;
    this.told = told;
  }

  /** Reports the health as it is now. Any thread may call this. */
  void tell() {
    lock.lock();
    try {
      Map<String, String> unhealthy = new HashMap<>();
      Map<String, Long> latency = new HashMap<>();
      health
          .get()
          .forEach(
              (link, now) -> {
                if (!now.up()) {
                  unhealthy.put(link, now.lastError());
                } else if (now.latencyNanos() > 0) {
                  latency.put(link, now.latencyNanos());
                }
              });
      told.accept(unhealthy, latency);
    } finally {
      lock.unlock();
    }
  }
}
