package waymark.health;

/** The outcome of one probe. */
public sealed interface ProbeOutcome {
  /**
   * The probe was answered.
   *
   * @param latencyNanos the time from its first packet to the connection for TCP, to the status
   *     line for HTTP, to the reply for a ping
   */
  record Good(long latencyNanos) implements ProbeOutcome {
    public Good {
      if (latencyNanos < 0) {
        throw new IllegalArgumentException("a latency of " + latencyNanos + " ns");
      }
    }
  }

  /**
   * The probe failed.
   *
   * @param reason the reason, as a part of a sentence
   */
  record Bad(String reason) implements ProbeOutcome {}
}
