package waymark.health;

import java.time.Instant;

/**
 * The health of one link after the outcomes so far. Immutable; the same outcomes give the same
 * health.
 *
 * <p>A link is up at first, because missing knowledge is not an outage. Latency is smoothed as in
 * RFC 6298 section 2: the first value counts whole, each later one an eighth. Loss is exact over a
 * window.
 */
final class Health {
  /** The number of probes over which loss is measured. */
  static final int WINDOW = 20;

  private final int downAfter;
  private final int upAfter;
  private final boolean up;
  private final int against;
  private final long latencyNanos;
  private final int probes;
  private final int failed;
  private final Instant since;
  private final String lastError;

  private Health(
      int downAfter,
      int upAfter,
      boolean up,
      int against,
      long latencyNanos,
      int probes,
      int failed,
      Instant since,
      String lastError) {
    this.downAfter = downAfter;
    this.upAfter = upAfter;
    this.up = up;
    this.against = against;
    this.latencyNanos = latencyNanos;
    this.probes = probes;
    this.failed = failed;
    this.since = since;
    this.lastError = lastError;
  }

  /** The health before the first probe. */
  static Health unknown(Check check, Instant now) {
    return new Health(check.downAfter(), check.upAfter(), true, 0, 0, 0, 0, now, "");
  }

  /** The health after one more outcome. */
  Health observe(ProbeOutcome probeOutcome, Instant now) {
    boolean good = probeOutcome instanceof ProbeOutcome.Good;
    int contrary = good == up ? 0 : against + 1;
    boolean turns = contrary >= (up ? downAfter : upAfter);
    return new Health(
        downAfter,
        upAfter,
        up != turns,
        turns ? 0 : contrary,
        switch (probeOutcome) {
          case ProbeOutcome.Good(long nanos) -> smoothed(nanos);
          case ProbeOutcome.Bad _ -> latencyNanos;
        },
        Math.min(WINDOW, probes + 1),
        (failed << 1 | (good ? 0 : 1)) & (1 << WINDOW) - 1,
        turns ? now : since,
        switch (probeOutcome) {
          case ProbeOutcome.Good _ -> lastError;
          case ProbeOutcome.Bad(String reason) -> reason;
        });
  }

  private long smoothed(long nanos) {
    // 0 means that no latency is known.
    return Math.max(1, latencyNanos == 0 ? nanos : latencyNanos + (nanos - latencyNanos) / 8);
  }

  boolean isUp() {
    return up;
  }

  /** Whether the link is up although its last probe failed. */
  boolean isInDoubt() {
    return up && against > 0;
  }

  LinkHealth link() {
    double loss = probes == 0 ? 0 : (double) Integer.bitCount(failed) / probes;
    return new LinkHealth(up, latencyNanos, loss, since, lastError);
  }
}
