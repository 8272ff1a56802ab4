package waymark.kernel.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.kernel.links.LinkHops;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.links.Prefixes;
import waymark.kernel.plane.CidrCover;
import waymark.kernel.plane.Desired;
import waymark.netlink.AddressFamily;
import waymark.netlink.Route;
import waymark.netlink.RouteHop;
import waymark.netlink.RouteType;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.EgressPath;
import waymark.policy.Group;
import waymark.policy.Interval;
import waymark.policy.Link;
import waymark.policy.Network;
import waymark.policy.Outlet;
import waymark.policy.Policy;

/** Which route stands for a decision at this moment. */
final class RouteChoice {
  /** Multicast and broadcast: left alone whatever is decided, as by the other planes' chains. */
  private static final List<Network> LEFT_ALONE =
      List.of(
          Network.parse("224.0.0.0/4"),
          Network.parse("255.255.255.255/32"),
          Network.parse("ff00::/8"));

  private static final Decision DIRECT = Decision.of(List.of(Link.DIRECT));

  private final LinkHops hops;
  private final boolean ipv6;
  private final int table;
  private final long metric;

  /**
   * @param hops the ways that links are left by
   * @param ipv6 whether the kernel has IPv6
   * @param table the routing table of decided routes
   */
  RouteChoice(LinkHops hops, boolean ipv6, int table, long metric) {
    this.hops = hops;
    this.ipv6 = ipv6;
    this.table = table;
    this.metric = metric;
  }

  /** What a policy decides for networks. */
  static Map<Network, Decision> networks(Policy policy) {
    Map<Network, Decision> networks = new LinkedHashMap<>();
    for (Interval interval : policy.intervals()) {
      CidrCover.of(interval).forEach(network -> networks.put(network, interval.decision()));
    }
    return networks;
  }

  /** The routes of all destinations, what was learned over what was written. */
  List<Route> all(Desired desired, Map<Network, Decision> networks, Map<Address, Decision> hosts) {
    Map<Network, List<Route>> wanted = new LinkedHashMap<>();
    Decision fallback = desired.fallback();
    if (!only(desired, fallback, true).isDirect() || !only(desired, fallback, false).isDirect()) {
      // Neighbours are reached as before; the default is about what is beyond them.
      desired.conditions().near().forEach(network -> add(wanted, desired, network, DIRECT));
      add(wanted, desired, new Network(Address.ofIpv4(0), 0), fallback);
      add(wanted, desired, new Network(new Address(0, 0), 0), fallback);
    }
    networks.forEach((network, decision) -> add(wanted, desired, network, decision));
    LEFT_ALONE.forEach(network -> add(wanted, desired, network, DIRECT));
    hosts.forEach((address, decision) -> add(wanted, desired, Network.of(address), decision));
    return wanted.values().stream().flatMap(Collection::stream).toList();
  }

  private void add(
      Map<Network, List<Route>> wanted, Desired desired, Network network, Decision decision) {
    if (network.base().isIpv4() || ipv6) {
      wanted.put(network, routes(desired, network, decision));
    }
  }

  /**
   * The route of a destination, and before it the one behind it: when an interface goes the kernel
   * takes its routes along, and what may leave by no other link is then refused.
   */
  List<Route> routes(Desired desired, Network network, Decision decision) {
    Route route = route(desired, network, decision);
    if (!route.type().equals(RouteType.UNICAST) || mayGoDirect(decision)) {
      return List.of(route);
    }
    Route refuse = Route.unreachable(route.destination(), table);
    return List.of(
        refuse.withProtocol(LinkRoutes.PROTOCOL).withMetric(LinkRoutes.LAST_METRIC), route);
  }

  private static boolean mayGoDirect(Decision decision) {
    return decision.branches().getLast().to().stream().anyMatch(Outlet::isDirect);
  }

  /** The route of a destination. */
  Route route(Desired desired, Network network, Decision decision) {
    boolean ipv4 = network.base().isIpv4();
    AddressFamily family = ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
    Link link = only(desired, decision, ipv4);
    RouteType type =
        switch (link.egressPath()) {
          case EgressPath.Direct _ -> RouteType.THROW;
          case EgressPath.Block _ -> RouteType.PROHIBIT;
          case EgressPath.Interface _ ->
              hops.of(link, family).isPresent() ? RouteType.UNICAST : RouteType.UNREACHABLE;
        };
    List<RouteHop> left =
        type.equals(RouteType.UNICAST) ? hops.of(link, family).stream().toList() : List.of();
    return new Route(Prefixes.of(network), table, type, LinkRoutes.PROTOCOL, metric, left);
  }

  /** The one link that connections of a family to an address of this decision take now. */
  private static Link only(Desired desired, Decision decision, boolean ipv4) {
    Outlet outlet = desired.conditions().chosen(decision.branches().getLast().to(), ipv4);
    return switch (outlet) {
      case Link link -> link;
      case Group group -> desired.slots(group, ipv4).getFirst();
    };
  }

  /** How many networks are routed by each link, and the default, a line each. */
  List<String> describe(Desired desired) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Interval interval : desired.policy().intervals()) {
      Link link = only(desired, interval.decision(), interval.first().isIpv4());
      counts.merge(link.name(), CidrCover.of(interval).size(), Integer::sum);
    }
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (link, count) ->
            lines.add("table " + table + ": " + count + " routes of networks by " + link));
    lines.add("table " + table + ": default by " + only(desired, desired.fallback(), true).name());
    return lines;
  }
}
