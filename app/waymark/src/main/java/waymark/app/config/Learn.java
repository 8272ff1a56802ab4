package waymark.app.config;

import java.time.Duration;

/**
 * How names are learned from the DNS answers that pass.
 *
 * @param mode whether answers are held, only read, or not looked at
 * @param maxHold the longest that one answer is held, 1 ms to 10 s
 * @param group the NFLOG group of {@code observe}, 0 to 65535
 * @param queue the NFQUEUE number of {@code hold}, 0 to 65535
 */
public record Learn(Mode mode, Duration maxHold, int group, int queue) {
  static final Duration SHORTEST_HOLD = Duration.ofMillis(1);
  static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

  /** {@code hold}, 100 ms, group and queue 7000. */
  public static final Learn DEFAULT = new Learn(Mode.HOLD, Duration.ofMillis(100), 7000, 7000);

  /** What is done with a DNS answer that passes. */
  public enum Mode {
    /** It waits until the kernel knows its addresses. */
    HOLD,
    /** It goes on at once; a copy is read. */
    OBSERVE,
    /** Nothing: only networks decide. */
    OFF
  }

  public Learn {
    if (maxHold.compareTo(SHORTEST_HOLD) < 0 || maxHold.compareTo(LONGEST_HOLD) > 0) {
      throw new IllegalArgumentException("an answer held for " + maxHold);
    }
    if (group < 0 || group > 0xffff || queue < 0 || queue > 0xffff) {
      throw new IllegalArgumentException("group " + group + ", queue " + queue);
    }
  }
}
