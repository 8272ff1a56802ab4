package waymark.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waymark.netlink.AddressFamily;
import waymark.netlink.Route;
import waymark.netlink.RouteFilter;
import waymark.netlink.RoutePrefix;
import waymark.netlink.RouteRule;
import waymark.netlink.RouteRuleAction;
import waymark.netlink.Routes;

/** The table of decided routes, and the rule that leads to it before the main table. */
final class DecidedRoutes implements AutoCloseable {
  private final Routes routes = Routes.open();
  private final int table;
  private final long priority;
  private final List<AddressFamily> families;

  DecidedRoutes(int table, long priority, List<AddressFamily> families) {
    this.table = table;
    this.priority = priority;
    this.families = List.copyOf(families);
  }

  int port() {
    return routes.port();
  }

  int table() {
    return table;
  }

  /** Makes the table have exactly these routes; only what differs is written. */
  void install(Collection<Route> wanted) {
    Map<RoutePrefix, Route> missing = new HashMap<>();
    wanted.forEach(route -> missing.put(route.destination(), route));
    List<Route> stale = new ArrayList<>();
    for (Route route : routes.routes(RouteFilter.all().table(table))) {
      Route other = missing.get(route.destination());
      if (other != null && isSame(route, other)) {
        missing.remove(route.destination());
      } else if (other == null || route.metric() != other.metric()) {
        stale.add(route);
      }
    }
    routes.replace(List.copyOf(missing.values()));
    routes.delete(stale);
    rules(true);
  }

  private static boolean isSame(Route route, Route other) {
    return route.type().equals(other.type())
        && route.metric() == other.metric()
        && route.protocol() == other.protocol()
        && route.hops().equals(other.hops());
  }

  /** Makes these routes, whatever there is of their destinations, and takes those away. */
  void change(List<Route> made, List<Route> gone) {
    routes.replace(made);
    routes.delete(gone);
  }

  private void rules(boolean wanted) {
    for (AddressFamily family : families) {
      RouteRule rule = RouteRule.lookup(family, priority, 0, 0, table, LinkRoutes.PROTOCOL);
      boolean there = false;
      for (RouteRule found : routes.rules(family)) {
        if (found.priority() == priority && found.protocol() == LinkRoutes.PROTOCOL) {
          if (wanted && found.equals(rule)) {
            there = true;
          } else if (!found.narrowed() && found.action().equals(RouteRuleAction.LOOKUP)) {
            routes.delete(found);
          }
        }
      }
      if (wanted && !there) {
        routes.add(rule);
      }
    }
  }

  /** How the kernel would go to an address now; empty where it is refused. */
  boolean leads(Route route) {
    return routes
        .routeTo(route.destination().address(), 0)
        .map(
            found ->
                found.table() == table
                    ? found.hops().equals(route.hops()) || found.type().equals(route.type())
                    : route.hops().isEmpty())
        .orElse(route.hops().isEmpty());
  }

  /** Takes the rule away, then the routes. */
  void remove() {
    rules(false);
    routes.delete(
        routes.routes(RouteFilter.all().table(table).protocol(LinkRoutes.PROTOCOL)));
  }

  @Override
  public void close() {
    routes.close();
  }
}
