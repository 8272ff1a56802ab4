package waymark.kernel.model;

/**
 * How much of the time scans of conntrack may take: they compete with packets for the processor.
 */
public enum ScanBudget {
  /** A tenth, for flows that left by the wrong link a moment ago. */
  SOON(9, 200_000_000),
  /** A hundredth: where answers are held, a flow by the wrong link is older than the answer. */
  SPARING(99, 1_000_000_000);

  private final int pausesPerScan;
  private final long longestNanos;

  ScanBudget(int pausesPerScan, long longestNanos) {
    this.pausesPerScan = pausesPerScan;
    this.longestNanos = longestNanos;
  }

  /**
   * The pause after a scan, in nanoseconds.
   *
   * @param scan how long the scan took
   * @param shortest no pause is shorter
   */
  public long pause(long scan, long shortest) {
    return Math.clamp(pausesPerScan * scan, shortest, longestNanos);
  }
}
