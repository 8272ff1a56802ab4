package waymark.kernel.links;

import java.util.List;
import waymark.netlink.Route;

/** Compares routes of one table, whoever added them. */
final class RouteMatch {
  private RouteMatch() {}

  static boolean holds(List<Route> routes, Route wanted) {
    return routes.stream().anyMatch(route -> isSame(route, wanted));
  }

  static boolean isSame(Route route, Route wanted) {
    return route.type().equals(wanted.type())
        && route.metric() == wanted.metric()
        && route.destination().equals(wanted.destination())
        && route.hops().equals(wanted.hops());
  }

  /** Whether the one replaces the other. */
  static boolean isSameKey(Route route, Route other) {
    return route.metric() == other.metric() && route.destination().equals(other.destination());
  }
}
