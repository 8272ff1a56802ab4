package waymark.app.toapi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.model.InterfaceState;
import waymark.policy.Link;
import waymark.policy.Outlet;

/** Why links are not taken. */
final class LinkFaults {
  private LinkFaults() {}

  /**
   * Why the links before one are not taken: {@code vpn has no IPv6; isp2 is down}.
   *
   * @param taken the name of the outlet that is taken; empty for none
   * @param links the state of each interface link, by the link's name
   * @param faults why the checks of links fail, by the link's name
   */
  static String of(
      List<Outlet> to,
      String taken,
      Map<String, InterfaceState> links,
      Map<String, String> faults,
      boolean ipv4) {
    Set<Link> before = new LinkedHashSet<>();
    for (Outlet outlet : to) {
      if (outlet.name().equals(taken)) {
        break;
      }
      before.addAll(outlet.links());
    }
    List<String> reasons = new ArrayList<>();
    for (Link link : before) {
      reasons.add(
          link.name()
              + " "
              + why(
                  links.getOrDefault(link.name(), InterfaceState.ABSENT),
                  faults.getOrDefault(link.name(), ""),
                  ipv4));
    }
    return String.join("; ", reasons);
  }

  private static String why(InterfaceState state, String fault, boolean ipv4) {
    if (state.index() == 0) {
      return "has no interface";
    }
    if (!state.up()) {
      return fault.isEmpty() ? "is down" : "is down: its check says: " + fault;
    }
    return ipv4 ? "has no IPv4" : "has no IPv6";
  }
}
