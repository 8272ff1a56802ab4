package waymark.kernel.flows;

import java.util.Map;
import java.util.Set;
import waymark.engine.Event;
import waymark.policy.Address;

/** Is told what a scan of the connections found. Called by the thread that scans. */
public interface FlowListener {
  /** The addresses that connections with a mark of ours go to. */
  void used(Set<Address> addresses);

  /** How many open connections leave by each link, by the links' numbers. */
  void counted(Map<Integer, Integer> connections);

  /** The addresses that any connections go to, with a mark of ours or without. */
  void destinations(Set<Address> addresses);

  /** Connections to these addresses are about to be ended. */
  void ending(Set<Address> addresses);

  /** Connections ended because their address moved to another link. */
  void ended(Event.Moved event);
}
