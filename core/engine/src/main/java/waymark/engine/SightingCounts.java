package waymark.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** How many sightings there were, by what became of them. */
final class SightingCounts {
  private final Map<Learned, Count> counts = new EnumMap<>(Learned.class);

  private static final class Count {
    long value;
  }

  SightingCounts() {
    for (Learned learned : Learned.values()) {
      counts.put(learned, new Count());
    }
  }

  void add(Learned learned) {
    Objects.requireNonNull(counts.get(learned)).value++;
  }

  Map<Learned, Long> read() {
    Map<Learned, Long> read = new EnumMap<>(Learned.class);
    counts.forEach((learned, count) -> read.put(learned, count.value));
    return read;
  }
}
