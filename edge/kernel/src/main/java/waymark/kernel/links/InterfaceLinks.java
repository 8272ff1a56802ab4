package waymark.kernel.links;

import java.util.List;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.Policy;

/** The links that leave by an interface: they have a number, a mark and a routing table. */
public final class InterfaceLinks {
  private InterfaceLinks() {}

  /** The interface links of a policy, each once. */
  public static List<Link> of(Policy policy) {
    return policy.links().stream()
        .filter(link -> link.egressPath() instanceof EgressPath.Interface)
        .toList();
  }

  /** The egress path of an interface link. */
  static EgressPath.Interface path(Link link) {
    return (EgressPath.Interface) link.egressPath();
  }

  /** The name of the interface that an interface link leaves by. */
  public static String device(Link link) {
    return path(link).device();
  }
}
