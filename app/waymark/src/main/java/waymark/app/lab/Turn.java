package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long it took until a site was reached by another link.
 *
 * @param reached whether it was reached in the end
 * @param millis how long that took
 * @param others how many connections took another link until then
 */
record Turn(boolean reached, long millis, int others) {
  private static final Duration PATIENCE = Duration.ofMillis(150);
  private static final Duration PAUSE = Duration.ofMillis(5);
  private static final Duration LONGER = Duration.ofSeconds(3);

  /**
   * Opens one connection after another until one takes the link.
   *
   * @param longest the time limit; what comes a little later is LATE
   */
  static Turn await(Lab lab, InetAddress site, Uplink wanted, Duration longest) {
    long start = System.nanoTime();
    long end = start + longest.plus(LONGER).toNanos();
    int others = 0;
    boolean reached = false;
    while (!reached && System.nanoTime() < end) {
      reached = lab.client().run(() -> Browser.visit(site, PATIENCE)) == wanted;
      if (!reached) {
        others++;
        pause();
      }
    }
    return new Turn(reached, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), others);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted", e);
    }
  }

  boolean within(Duration longest) {
    return reached && millis <= longest.toMillis();
  }

  Row row(String scenario, String asked, String rule, Uplink wanted, Duration longest) {
    return Row.of(
        scenario,
        asked,
        rule,
        wanted.word() + " within " + longest.toMillis() + " ms",
        reached ? wanted.word() + " after " + millis + " ms" : "not " + wanted.word(),
        0,
        Outcome.of(reached, within(longest)),
        "connections by another link until then: " + others);
  }
}
