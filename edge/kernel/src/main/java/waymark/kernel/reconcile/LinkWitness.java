package waymark.kernel.reconcile;

import java.util.Map;
import waymark.engine.Event;
import waymark.engine.Witness;
import waymark.kernel.model.LinkState;

/** Tells of links that come and go. Owned by the engine's thread. */
final class LinkWitness {
  private final Witness witness;
  private Map<String, LinkState> seen = Map.of();

  LinkWitness(Witness witness) {
    this.witness = witness;
  }

  /** Compares with the last time; a link that was not there then is told of when it is down. */
  void look(Map<String, LinkState> states) {
    if (states.equals(seen)) {
      return;
    }
    states.forEach(
        (link, state) -> {
          LinkState before = seen.get(link);
          boolean wasUp = before == null || before.up();
          if (wasUp != state.up()) {
            witness.tell(new Event.LinkChanged(link, state.up(), why(state)));
          }
        });
    seen = Map.copyOf(states);
  }

  private static String why(LinkState state) {
    if (state.up()) {
      return "";
    }
    return state.index() == 0 ? "there is no such interface" : "it has no way out";
  }
}
