package waymark.kernel.model;

/**
 * How much of the time looks at conntrack may take: they compete with packets for the processor.
 */
public enum ScanBudget {
  /** A tenth, for flows that left by the wrong link a moment ago. */
  SOON(9, 200_000_000),
  /** A hundredth: where answers are held, a flow by the wrong link is older than the answer. */
  SPARING(99, 1_000_000_000);

  private final int pausesPerLook;
  private final long longestNanos;

  ScanBudget(int pausesPerLook, long longestNanos) {
    this.pausesPerLook = pausesPerLook;
    this.longestNanos = longestNanos;
  }

  /** The longest pause between two looks, in nanoseconds. */
  public long longestPause() {
    return longestNanos;
  }

  /**
   * The pause after a look, in nanoseconds.
   *
   * @param look how long it took
   * @param shortest no pause is shorter
   */
  public long pause(long look, long shortest) {
    return Math.clamp(pausesPerLook * look, shortest, longestNanos);
  }
}
