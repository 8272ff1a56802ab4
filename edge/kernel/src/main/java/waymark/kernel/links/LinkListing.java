package waymark.kernel.links;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.Marks;
import waymark.policy.EgressPath;
import waymark.policy.Link;
import waymark.policy.NextHop;
import waymark.policy.Policy;

/** What the kernel holds for the links of a policy, for people to compare. */
public final class LinkListing {
  private LinkListing() {}

  /** The rules that lead to the links' tables. */
  public static List<String> rules(Policy policy, LinkNumbers numbers, Marks marks) {
    return InterfaceLinks.of(policy).stream()
        .map(link -> rule(link, numbers, marks))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** The links' states by their names, judged by the interfaces alone. */
  public static Map<String, InterfaceState> states(Policy policy, Interfaces host) {
    Map<String, InterfaceState> states = new HashMap<>();
    for (Link link : InterfaceLinks.of(policy)) {
      states.put(link.name(), host.device(InterfaceLinks.device(link)));
    }
    return states;
  }

  private static String rule(Link link, LinkNumbers numbers, Marks marks) {
    int number = numbers.of(link);
    EgressPath.Interface path = InterfaceLinks.path(link);
    String gateways =
        switch (path.nextHop()) {
          case NextHop.Destination _ -> "";
          case NextHop.OfDefaultRoute _ -> "the gateway of the interface's default route";
          case NextHop.Gateways(List<NextHop.Gateway> list) ->
              list.stream().map(NextHop.Gateway::toString).collect(Collectors.joining(" and "));
        };
    return "rule %d: fwmark 0x%08x/0x%08x to table %d: default%s dev %s"
        .formatted(
            marks.priority(number),
            marks.mark(number),
            marks.mask(),
            marks.table(number),
            gateways.isEmpty() ? "" : " via " + gateways,
            path.device());
  }
}
