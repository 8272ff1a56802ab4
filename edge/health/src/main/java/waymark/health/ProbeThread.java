package waymark.health;

import java.util.function.BiFunction;
import waymark.linux.Poller;
import waymark.linux.Wakeup;

/** Probes one link repeatedly, on a platform thread because its waits are system calls. */
final class ProbeThread {
  private final LinkCheck link;
  private final ProbeSchedule probeSchedule;
  private final ProbeAttempt probeAttempt;
  private final Wakeup stop;
  private final Thread thread;

  /**
   * @param observe takes each outcome and returns the health after it
   */
  ProbeThread(
      String name,
      LinkCheck link,
      ProbeEnvironment probeEnvironment,
      Health health,
      BiFunction<ProbeThread, ProbeOutcome, Health> observe) {
    this.link = link;
    this.probeSchedule = new ProbeSchedule(link.check(), probeEnvironment.random());
    this.stop = Wakeup.open();
    this.probeAttempt = new ProbeAttempt(link, stop.descriptor(), probeEnvironment);
    this.thread =
        Thread.ofPlatform().daemon().name("health-" + name).unstarted(() -> run(health, observe));
  }

  LinkCheck link() {
    return link;
  }

  void start() {
    thread.start();
  }

  /** Tells the thread to end, and does not wait for it. To be called once. */
  void stop() {
    // The wake is never drained, so every wait from now on ends at once.
    stop.wake();
    thread.interrupt();
  }

  private void run(Health first, BiFunction<ProbeThread, ProbeOutcome, Health> observe) {
    Health health = first;
    try (Wakeup stop = this.stop) {
      Poller poller = Poller.of(stop.descriptor());
      long next = System.nanoTime() + probeSchedule.first();
      while (!poller.await(millisUntil(next))) {
        long start = System.nanoTime();
        health = observe.apply(this, probeAttempt.run());
        next = start + probeSchedule.next(health);
      }
    }
  }

  private static int millisUntil(long time) {
    return (int) Math.max(0, (time - System.nanoTime() + 999_999) / 1_000_000);
  }
}
