package waymark.kernel.flows;

import java.util.Set;
import waymark.engine.Engine;
import waymark.kernel.model.Exemption;
import waymark.kernel.plane.PlaneDriver;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Decision;

/**
 * Ends connections that were open before a default-deny policy came into force, and that this
 * policy refuses. Owned by the engine's thread.
 */
public final class OpenConnections {
  private final PlaneDriver plane;
  private final Engine engine;
  private final Flows flows;

  public OpenConnections(PlaneDriver plane, Engine engine, Flows flows) {
    this.plane = plane;
    this.engine = engine;
    this.flows = flows;
  }

  /** Looks for connections that the policy in force refuses; {@link #endRefused(Set)} ends them. */
  public void endRefused() {
    if (engine.policy().deniesByDefault()) {
      flows.census();
    }
  }

  /**
   * Ends the connections that the policy in force refuses.
   *
   * @param destinations the addresses that connections go to
   */
  public void endRefused(Set<Address> destinations) {
    for (Address address : destinations) {
      if (!engine.knowledge().isOwn(address)
          && plane.exemption(address) == Exemption.NONE
          && AddressClass.of(address) != AddressClass.MULTICAST) {
        Decision decision = engine.knowledge().decide(address);
        if (!isDirect(decision)) {
          flows.moveNow(address, decision);
        }
      }
    }
  }

  private static boolean isDirect(Decision decision) {
    return decision.branches().getFirst().to().getFirst().isDirect()
        && decision.branches().size() == 1;
  }
}
