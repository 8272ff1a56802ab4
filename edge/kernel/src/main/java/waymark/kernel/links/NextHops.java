package waymark.kernel.links;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Marks;
import waymark.netlink.AddressFamily;
import waymark.netlink.Route;
import waymark.netlink.RouteFilter;
import waymark.netlink.RouteHop;
import waymark.netlink.RouteType;
import waymark.netlink.Routes;
import waymark.policy.Address;
import waymark.policy.Link;
import waymark.policy.NextHop;

/** Finds the hop that a link's default route leads to at this moment. */
final class NextHops {
  private static final int MAIN = 254; // RT_TABLE_MAIN

  private final Routes routes;
  private final Marks marks;

  NextHops(Routes routes, Marks marks) {
    this.routes = routes;
    this.marks = marks;
  }

  /** The hop of a link in a family; empty if the link cannot carry the family. */
  Optional<RouteHop> of(Link link, AddressFamily family, InterfaceState state) {
    if (!state.up()) {
      return Optional.empty();
    }
    boolean ipv4 = family == AddressFamily.IPV4;
    return switch (InterfaceLinks.path(link).nextHop()) {
      case NextHop.Gateways(List<NextHop.Gateway> list) ->
          list.stream()
              .filter(gateway -> gateway.via().isIpv4() == ipv4)
              .findFirst()
              .map(gateway -> by(gateway, state.index()));
      // Without an address of the family nothing could come back.
      case NextHop.Destination() ->
          state.hasAddress(ipv4) ? Optional.of(RouteHop.direct(state.index())) : Optional.empty();
      case NextHop.OfDefaultRoute() -> ofDefaultRoute(state.index(), family);
    };
  }

  private static RouteHop by(NextHop.Gateway gateway, int index) {
    return gateway.onLink()
        ? RouteHop.onLink(index, Prefixes.inet(gateway.via()))
        : RouteHop.gateway(index, Prefixes.inet(gateway.via()));
  }

  /** The hop of the interface's own default route, of the main table if there is one. */
  private Optional<RouteHop> ofDefaultRoute(int index, AddressFamily family) {
    return routes.routes(RouteFilter.all().family(family).leavingBy(index)).stream()
        .filter(
            route ->
                route.destination().length() == 0
                    && route.type().equals(RouteType.UNICAST)
                    && route.protocol() != LinkRoutes.PROTOCOL
                    && !marks.isTable(route.table()))
        .min(
            Comparator.comparing((Route route) -> route.table() != MAIN)
                .thenComparingLong(Route::metric)
                .thenComparingInt(Route::table))
        .flatMap(
            route -> route.hops().stream().filter(hop -> hop.interfaceIndex() == index).findFirst())
        .map(NextHops::alone);
  }

  /** The hop without its weight among others. */
  private static RouteHop alone(RouteHop hop) {
    return switch (hop) {
      case RouteHop.Direct(int index, _) -> RouteHop.direct(index);
      case RouteHop.Gateway(int index, var gateway, _, boolean onLink) ->
          new RouteHop.Gateway(index, gateway, 1, onLink);
    };
  }

  /** Replies to neighbours on the link do not go to its gateway. */
  static Stream<Route> neighbours(Route defaultRoute, AddressFamily family, InterfaceState state) {
    if (defaultRoute.hops().getFirst().equals(RouteHop.direct(state.index()))) {
      return Stream.empty();
    }
    return state.onLink().stream()
        .filter(network -> network.base().isIpv4() == (family == AddressFamily.IPV4))
        .filter(network -> network.prefix() < network.base().width())
        .map(
            network ->
                Route.unicast(
                        Prefixes.of(network), defaultRoute.table(), RouteHop.direct(state.index()))
                    .withProtocol(LinkRoutes.PROTOCOL)
                    .withMetric(1));
  }

  /** The gateways of hops. */
  static List<Address> gateways(List<RouteHop> hops) {
    return hops.stream()
        .flatMap(
            hop ->
                hop instanceof RouteHop.Gateway gateway
                    ? Optional.of(Address.of(gateway.gateway().getAddress())).stream()
                    : Optional.<Address>empty().stream())
        .toList();
  }
}
