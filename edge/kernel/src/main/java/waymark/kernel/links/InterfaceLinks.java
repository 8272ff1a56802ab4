package waymark.kernel.links;

import java.util.List;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.Policy;

/** The links that leave by an interface, which are all but {@code direct} and {@code block}. */
public final class InterfaceLinks {
  private InterfaceLinks() {}

  /** Those of a policy, each once. */
  public static List<Link> of(Policy policy) {
    return policy.links().stream()
        .filter(link -> link.egressPath() instanceof EgressPath.Interface)
        .toList();
  }

  /** The name of the interface that one of them leaves by. */
  public static String device(Link link) {
    return ((EgressPath.Interface) link.egressPath()).device();
  }
}
