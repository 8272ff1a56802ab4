package waymark.kernel.links;

import java.util.List;
import java.util.Map;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.policy.Link;

/**
 * The routing tables of links and the rules that lead to them. Owned by the control thread, but for
 * {@link #areIntact}.
 */
public interface LinkTables extends AutoCloseable {
  /** The host's interfaces and addresses now. */
  Interfaces interfaces();

  /** Whether the kernel has IPv6. */
  boolean hasIpv6();

  /**
   * Makes the rules and tables of these links as they should be. What is so already stays
   * untouched, and so do other links until {@link #removeOthers}.
   */
  Outcome install(List<Link> links, LinkNumbers numbers, Interfaces interfaces);

  /**
   * Removes the rules and tables of all links but these, for which nothing is marked any more.
   *
   * @return whether another process had added some of what was removed
   */
  boolean removeOthers(List<Link> links, LinkNumbers numbers);

  /** How the links are left by, as {@link #install} found it. */
  LinkHops hops();

  /** Whether there is any rule of ours, from this process or an earlier one. */
  boolean areThere();

  /** Whether all is as {@link #install} left it. By any thread. */
  boolean areIntact();

  /** Removes every rule and route of ours. */
  void remove();

  @Override
  void close();

  /**
   * What {@link #install} found and did.
   *
   * @param states of the links, by their names
   * @param repaired whether something was missing, or was there, because of another process
   * @param foreign the routes of other programs that were removed from the links' tables, as text
   */
  record Outcome(Map<String, InterfaceState> states, boolean repaired, List<String> foreign) {
    public Outcome {
      states = Map.copyOf(states);
      foreign = List.copyOf(foreign);
    }
  }
}
