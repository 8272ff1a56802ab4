package waymark.kernel.model;

import java.time.Duration;
import java.util.List;

/**
 * How addresses are learned from DNS as it passes, and how copies of refused packets come.
 *
 * @param maxHold how long an answer waits for the kernel at most
 * @param group the NFLOG group that copies come by
 * @param queue the NFQUEUE number that held answers come by
 * @param ports the ports that DNS is asked by; at least one
 * @param withoutDaemon what becomes of answers that should be held while nobody reads them
 * @param denialGroup the NFLOG group that copies of refused packets come by
 */
public record CaptureSettings(
    Mode mode,
    Duration maxHold,
    int group,
    int queue,
    List<Integer> ports,
    WithoutDaemon withoutDaemon,
    int denialGroup) {
  /** The port of DNS. */
  public static final int DNS_PORT = 53;

  /** The shortest {@code maxHold}. */
  public static final Duration SHORTEST_HOLD = Duration.ofMillis(1);

  /** The longest {@code maxHold}. */
  public static final Duration LONGEST_HOLD = Duration.ofSeconds(10);

  /** The usual {@code denialGroup}. */
  public static final int DENIAL_GROUP = 7001;

  /** {@code hold}, 100 ms, group and queue 7000. */
  public static final CaptureSettings DEFAULT =
      new CaptureSettings(Mode.HOLD, Duration.ofMillis(100), 7000, 7000);

  /** What happens to an answer. */
  public enum Mode {
    /** It goes on when the kernel knows its addresses. */
    HOLD,
    /** It is copied, and goes on at once. */
    OBSERVE,
    /** Nothing. */
    OFF
  }

  /** What becomes of answers that should be held while nobody reads them. */
  public enum WithoutDaemon {
    /** They pass. */
    PASS,
    /** They are dropped, if there is any rule with names that may not fail open. */
    DROP
  }

  public CaptureSettings {
    if (maxHold.compareTo(SHORTEST_HOLD) < 0 || maxHold.compareTo(LONGEST_HOLD) > 0) {
      throw new IllegalArgumentException("an answer held for " + maxHold);
    }
    ports = List.copyOf(ports);
    if (ports.isEmpty() || ports.stream().anyMatch(port -> port < 1 || port > 65_535)) {
      throw new IllegalArgumentException("DNS by the ports " + ports);
    }
    for (int number : List.of(group, queue, denialGroup)) {
      if (number < 0 || number > 65_535) {
        throw new IllegalArgumentException("a group or queue is a number from 0 to 65535");
      }
    }
  }

  /** Of the usual port; answers that nobody reads pass. */
  public CaptureSettings(Mode mode, Duration maxHold, int group, int queue) {
    this(mode, maxHold, group, queue, List.of(DNS_PORT), WithoutDaemon.PASS, DENIAL_GROUP);
  }

  /** A flow by the wrong link is a moment old only where answers are not held. */
  public ScanBudget scanBudget() {
    return mode == Mode.HOLD ? ScanBudget.SPARING : ScanBudget.SOON;
  }

  /** The same, where DNS is asked by other ports. */
  public CaptureSettings by(List<Integer> others) {
    return new CaptureSettings(mode, maxHold, group, queue, others, withoutDaemon, denialGroup);
  }

  /** The same in another mode. */
  public CaptureSettings in(Mode other) {
    return new CaptureSettings(other, maxHold, group, queue, ports, withoutDaemon, denialGroup);
  }

  /** The same, where that becomes of answers that nobody reads. */
  public CaptureSettings with(WithoutDaemon other) {
    return new CaptureSettings(mode, maxHold, group, queue, ports, other, denialGroup);
  }

  /** The same with copies of refused packets by another group. */
  public CaptureSettings denialsBy(int other) {
    return new CaptureSettings(mode, maxHold, group, queue, ports, withoutDaemon, other);
  }

  /** Whether answers that should be held, and that nobody reads, may be dropped. */
  public boolean mayDrop() {
    return withoutDaemon == WithoutDaemon.DROP;
  }
}
