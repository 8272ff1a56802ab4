package waymark.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import waymark.policy.Address;
import waymark.policy.Decision;

/** Counts repairs of the plane, and has connections follow that went astray meanwhile. */
final class Repairs {
  private final Connections connections;
  private final EventSink eventSink;
  private final Map<String, Long> counts = new TreeMap<>();

  Repairs(Connections connections, EventSink eventSink) {
    this.connections = connections;
    this.eventSink = eventSink;
  }

  /** A repair that sent no connection astray. */
  void count(String what) {
    counts.merge(what, 1L, Long::sum);
    eventSink.tell(new Event.Repaired(what));
  }

  /** A repair of which it is not known what the plane carried before. */
  void all(String what, Table table, Map<Address, Decision> hosts) {
    count(what);
    connections.follow(Transition.fromUnknown(table, hosts));
  }

  /** A repair that concerned only these addresses. */
  void some(String what, Table table, Map<Address, Decision> carried) {
    count(what);
    Map<Address, Decision> held = new HashMap<>(carried);
    held.values().removeIf(Decision::isNone);
    Transition transition = Transition.fromUnknown(table, held);
    for (Address address : carried.keySet()) {
      if (transition.moves(address)) {
        connections.move(address, transition.after(address));
      }
    }
  }

  /** How many repairs there were, by what was repaired. */
  Map<String, Long> counts() {
    return Collections.unmodifiableMap(counts);
  }
}
