package waymark.engine;

import java.util.List;
import java.util.Map;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * Carries decisions out.
 *
 * <p>A call that returns has put everything in force. A call that throws may have put some of it in
 * force: not every kernel interface has transactions. The engine then stops making changes and
 * installs everything again, with a backoff, until that succeeds; held answers wait for it. A plane
 * sees to it that a partial result never lets a packet out by a link that neither the old nor the
 * new state allows: it adds what decides or refuses before it removes anything.
 */
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
