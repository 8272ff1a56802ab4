package waymark.kernel.flows;

import java.util.HashMap;
import java.util.Map;
import waymark.engine.Engine;
import waymark.kernel.links.LinkNumbering;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.plane.PlaneDriver;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Strategy;

/**
 * Counts the open connections of each link, for groups that spread by that count. The engine's
 * thread asks for it, and the control thread tells the plane.
 */
public final class ConnectionCounts {
  private final PlaneDriver plane;
  private final Engine engine;
  private final Flows flows;
  private final LinkNumbering numbering;

  public ConnectionCounts(PlaneDriver plane, Engine engine, Flows flows, LinkNumbering numbering) {
    this.plane = plane;
    this.engine = engine;
    this.flows = flows;
    this.numbering = numbering;
  }

  /** Asks for a count where a group spreads by it. */
  public void count() {
    for (Group group : engine.policy().groups()) {
      if (group.strategy() == Strategy.LEAST_CONNECTIONS) {
        flows.count();
        return;
      }
    }
  }

  /**
   * Tells the plane the counts.
   *
   * @param connections open connections by the numbers of their links
   */
  public void counted(Map<Integer, Integer> connections) {
    LinkNumbers numbers = numbering.current();
    Map<String, Integer> byName = new HashMap<>();
    for (Group group : engine.policy().groups()) {
      for (Link link : group.links()) {
        byName.put(link.name(), connections.getOrDefault(numbers.of(link), 0));
      }
    }
    plane.count(byName);
  }
}
