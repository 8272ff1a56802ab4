package waymark.kernel.system;

import java.time.Instant;
import java.time.InstantSource;

/** A monotonic clock that starts at the present time of day. */
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
