package waymark.kernel.reconcile;

import java.util.Map;
import waymark.engine.Event;
import waymark.engine.EventSink;
import waymark.kernel.model.InterfaceState;

/** Tells of links that come and go. Owned by the control thread. */
final class LinkStateEvents {
  private final EventSink eventSink;
  private Map<String, InterfaceState> seen = Map.of();

  LinkStateEvents(EventSink eventSink) {
    this.eventSink = eventSink;
  }

  /**
   * Compares with the last time; a link that was not there then is told of when it is down.
   *
   * @param faults why the checks of unhealthy links fail, by the link's name
   */
  void look(Map<String, InterfaceState> states, Map<String, String> faults) {
    if (states.equals(seen)) {
      return;
    }
    states.forEach(
        (link, state) -> {
          InterfaceState before = seen.get(link);
          boolean wasUp = before == null || before.up();
          if (wasUp != state.up()) {
            eventSink.tell(
                new Event.LinkChanged(link, state.up(), why(state, faults.getOrDefault(link, ""))));
          }
        });
    seen = Map.copyOf(states);
  }

  private static String why(InterfaceState state, String fault) {
    if (state.up()) {
      return "";
    }
    if (state.index() != 0 && !fault.isEmpty()) {
      return "its check failed: " + fault;
    }
    return state.index() == 0 ? "there is no such interface" : "it has no way out";
  }
}
