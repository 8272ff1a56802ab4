package waymark.kernel.flows;

import java.util.Set;
import java.util.concurrent.Executor;
import waymark.engine.Engine;
import waymark.kernel.model.Exemption;
import waymark.kernel.plane.PlaneDriver;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Decision;

/**
 * The connections that were open before a policy came under which they could not begin: where
 * nothing but what a rule allows may leave, they end. Owned by the engine's thread.
 */
public final class OpenConnections {
  private final PlaneDriver plane;
  private final Engine engine;
  private final Flows flows;
  private final Executor engineThread;

  public OpenConnections(PlaneDriver plane, Engine engine, Flows flows, Executor engineThread) {
    this.plane = plane;
    this.engine = engine;
    this.flows = flows;
    this.engineThread = engineThread;
  }

  /** Ends what the policy that is in force now refuses; it is looked for on another thread. */
  public void endRefused() {
    if (engine.policy().deniesByDefault()) {
      flows.census(destinations -> engineThread.execute(() -> endRefused(destinations)));
    }
  }

  private void endRefused(Set<Address> destinations) {
    Set<Address> own = plane.own();
    for (Address address : destinations) {
      if (!own.contains(address)
          && plane.exemption(address) == Exemption.NONE
          && AddressClass.of(address) != AddressClass.LOOPBACK
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
