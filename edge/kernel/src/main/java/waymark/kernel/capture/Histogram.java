package waymark.kernel.capture;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.model.Durations;

/** How long things took, counted by size. Owned by one thread. */
public final class Histogram {
  /** The upper bounds of the sizes, in nanoseconds: 10 µs to 1 s. */
  private static final long[] BOUNDS = {
    10_000,
    20_000,
    50_000,
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    1_000_000_000
  };

  private final long[] counts = new long[BOUNDS.length + 1];
  private long sum;

  public void add(long nanos) {
    int size = 0;
    while (size < BOUNDS.length && nanos > BOUNDS[size]) {
      size++;
    }
    counts[size]++;
    sum += nanos;
  }

  public Durations read() {
    List<Durations.Size> sizes = new ArrayList<>(BOUNDS.length);
    long total = 0;
    for (int i = 0; i < BOUNDS.length; i++) {
      total += counts[i];
      sizes.add(new Durations.Size(BOUNDS[i], total));
    }
    return new Durations(sizes, total + counts[BOUNDS.length], sum);
  }
}
