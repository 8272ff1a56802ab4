package waymark.kernel;

import java.time.Duration;

/**
 * How addresses are learned from DNS as it passes.
 *
 * @param maxHold how long an answer waits for the kernel at most
 * @param group the NFLOG group that copies come by
 * @param queue the NFQUEUE number that held answers come by
 */
public record Learning(Mode mode, Duration maxHold, int group, int queue) {
  public static final Learning DEFAULT =
      new Learning(Mode.HOLD, Duration.ofMillis(100), 7053, 7053);

  /** What happens to an answer. */
  public enum Mode {
    /** It goes on when the kernel knows its addresses. */
    HOLD,
    /** It is copied, and goes on at once. */
    OBSERVE,
    /** Nothing. */
    OFF
  }

  public Learning {
    if (maxHold.isNegative() || maxHold.isZero()) {
      throw new IllegalArgumentException("max-hold " + maxHold + " is not positive");
    }
    if (group < 0 || group > 65_535 || queue < 0 || queue > 65_535) {
      throw new IllegalArgumentException("a group or queue is a number from 0 to 65535");
    }
  }
}
