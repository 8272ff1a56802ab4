package waymark.kernel.links;

import java.util.List;
import java.util.Map;
import waymark.kernel.model.InterfaceState;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.Outlet;

/** Which of several outlets is taken now. */
public final class OutletSelection {
  private OutletSelection() {}

  /**
   * The first outlet that a family can leave by; where there is none, all is refused.
   *
   * @param states of the interface links, by their names
   */
  public static Outlet of(
      List<? extends Outlet> to, Map<String, InterfaceState> states, boolean ipv4) {
    for (Outlet outlet : to) {
      for (Link link : outlet.links()) {
        if (isUp(link, states, ipv4)) {
          return outlet;
        }
      }
    }
    return Link.BLOCK;
  }

  public static boolean isUp(Link link, Map<String, InterfaceState> states, boolean ipv4) {
    return switch (link.egressPath()) {
      case EgressPath.Direct _, EgressPath.Block _ -> true;
      case EgressPath.Interface _ ->
          states.getOrDefault(link.name(), InterfaceState.ABSENT).isUp(ipv4);
    };
  }
}
