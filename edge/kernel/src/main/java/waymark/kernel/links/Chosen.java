package waymark.kernel.links;

import java.util.List;
import java.util.Map;
import waymark.kernel.model.LinkState;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Way;

/** Which of several outlets is taken now. */
public final class Chosen {
  private Chosen() {}

  /**
   * The first outlet that a family can leave by; where there is none, all is refused.
   *
   * @param states of the interface links, by their names
   */
  public static Outlet of(List<? extends Outlet> to, Map<String, LinkState> states, boolean ipv4) {
    for (Outlet outlet : to) {
      if (outlet.links().stream().anyMatch(link -> isUp(link, states, ipv4))) {
        return outlet;
      }
    }
    return Link.BLOCK;
  }

  public static boolean isUp(Link link, Map<String, LinkState> states, boolean ipv4) {
    return switch (link.way()) {
      case Way.Direct _, Way.Block _ -> true;
      case Way.Interface _ -> states.getOrDefault(link.name(), LinkState.ABSENT).isUp(ipv4);
    };
  }
}
