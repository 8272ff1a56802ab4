package waymark.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import waymark.policy.Address;

/** How many sightings there were, by what became of them; tells of those that were refused. */
final class SightingCounts {
  private final EventSink eventSink;
  private final Map<Learned, Count> counts = new EnumMap<>(Learned.class);

  private static final class Count {
    long value;
  }

  SightingCounts(EventSink eventSink) {
    this.eventSink = eventSink;
    for (Learned learned : Learned.values()) {
      counts.put(learned, new Count());
    }
  }

  Learned add(NameMatch match, Address address, Learned learned) {
    Objects.requireNonNull(counts.get(learned)).value++;
    switch (learned) {
      case SPECIAL, OWN, UNTRUSTED, FULL ->
          eventSink.tell(new Event.Refused(match.names(), address, learned));
      case UNCONCERNED, KNOWN, PENDING -> {}
    }
    return learned;
  }

  /** Counts addresses of names that no rule claims. */
  void unconcerned(int addresses) {
    Objects.requireNonNull(counts.get(Learned.UNCONCERNED)).value += addresses;
  }

  Map<Learned, Long> read() {
    Map<Learned, Long> read = new EnumMap<>(Learned.class);
    counts.forEach((learned, count) -> read.put(learned, count.value));
    return read;
  }
}
