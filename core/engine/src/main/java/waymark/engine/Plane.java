package waymark.engine;

import java.util.List;
import java.util.Map;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/** Carries decisions out. Both calls are one transaction: all of it holds, or nothing changed. */
public interface Plane {

  /**
   * Makes the plane carry this policy and exactly these addresses, whatever it carried before.
   *
   * @throws PlaneException when it could not
   */
  void install(Policy policy, Map<Address, Decision> hosts);

  /**
   * Makes changes to what was installed, and returns when they are in force.
   *
   * @throws PlaneException when they could not be made
   */
  void apply(List<Change> changes);
}
