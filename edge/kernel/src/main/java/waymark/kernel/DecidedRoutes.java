package waymark.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
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
    Difference difference = difference(wanted);
    routes.replace(difference.missing());
    routes.delete(difference.stale());
    rules(true);
  }

  /** Whether the table has exactly these routes, and is looked at. */
  boolean holds(Collection<Route> wanted) {
    for (AddressFamily family : families) {
      if (!routes.rules(family).contains(rule(family))) {
        return false;
      }
    }
    Difference difference = difference(wanted);
    return difference.missing().isEmpty() && difference.stale().isEmpty();
  }

  private record Difference(List<Route> missing, List<Route> stale) {}

  private Difference difference(Collection<Route> wanted) {
    Map<Key, Route> missing = new LinkedHashMap<>();
    wanted.forEach(route -> missing.put(Key.of(route), route));
    List<Route> stale = new ArrayList<>();
    for (Route route : routes.routes(RouteFilter.all().table(table))) {
      Route other = missing.get(Key.of(route));
      if (other == null) {
        stale.add(route);
      } else if (isSame(route, other)) {
        missing.remove(Key.of(route));
      }
    }
    return new Difference(List.copyOf(missing.values()), stale);
  }

  /** Two routes with the same take each other's place. */
  private record Key(RoutePrefix destination, long metric) {
    static Key of(Route route) {
      return new Key(route.destination(), route.metric());
    }
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

  private RouteRule rule(AddressFamily family) {
    return RouteRule.lookup(family, priority, 0, 0, table, LinkRoutes.PROTOCOL);
  }

  private void rules(boolean wanted) {
    for (AddressFamily family : families) {
      RouteRule rule = rule(family);
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
    routes.delete(routes.routes(RouteFilter.all().table(table).protocol(LinkRoutes.PROTOCOL)));
  }

  @Override
  public void close() {
    routes.close();
  }
}
