package waymark.health;

/** How one probe ended. */
public sealed interface ProbeOutcome {
  /**
   * It was answered.
   *
   * @param latencyNanos from its first packet: to the connection for TCP, to the status line for
   *     HTTP, to the reply for a ping
   */
  record Good(long latencyNanos) implements ProbeOutcome {
    public Good {
      if (latencyNanos < 0) {
        throw new IllegalArgumentException("a latency of " + latencyNanos + " ns");
      }
    }
  }

  /**
   * It was not.
   *
   * @param reason what happened to what, as a part of a sentence
   */
  record Bad(String reason) implements ProbeOutcome {}
}
