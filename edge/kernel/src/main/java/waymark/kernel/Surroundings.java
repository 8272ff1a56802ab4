package waymark.kernel;

import java.util.List;
import java.util.Map;
import waymark.policy.Network;
import waymark.policy.Policy;

/**
 * What a plane has seen of the host around it, and goes by.
 *
 * @param links the state of each interface link, by its name
 * @param near the networks that the default is not about, because neighbours are reached without a
 *     link; empty where the default leads to none
 */
record Surroundings(Map<String, LinkState> links, List<Network> near) {
  /** Nothing seen yet. */
  static final Surroundings NONE = new Surroundings(Map.of(), List.of());

  Surroundings {
    links = Map.copyOf(links);
    near = List.copyOf(near);
  }

  /** For a policy, on a host whose links are in these states. */
  static Surroundings of(Policy policy, HostLinks host, Map<String, LinkState> links) {
    boolean leads = !policy.otherwise().getFirst().isDirect() && !policy.deniesByDefault();
    return new Surroundings(links, leads ? host.near() : List.of());
  }
}
