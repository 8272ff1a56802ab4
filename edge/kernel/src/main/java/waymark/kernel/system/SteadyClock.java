package waymark.kernel.system;

import java.time.Instant;
import java.time.InstantSource;

/** The time of the day when it was made, and from then on a clock that nobody sets. */
public final class SteadyClock implements InstantSource {
  private final long start = System.currentTimeMillis();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public long millis() {
    return start + (System.nanoTime() - startNanos) / 1_000_000;
  }
}
