package waymark.kernel.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.links.Prefixes;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.Fingerprint;
import waymark.netlink.AddressFamily;
import waymark.netlink.Route;
import waymark.netlink.RouteFilter;
import waymark.netlink.RouteHop;
import waymark.netlink.RoutePrefix;
import waymark.netlink.RouteRule;
import waymark.netlink.RouteRuleAction;
import waymark.netlink.Routes;
import waymark.policy.Address;
import waymark.policy.Network;

/** The table of decided routes, and the rule that leads to it before the main table. */
public final class DecidedRoutes implements AutoCloseable {
  private final Routes routes = Routes.open();

  /** For questions: the other one may be in use by the engine's thread. */
  private final Routes questions = Routes.open();

  private final int table;
  private final long priority;
  private final List<AddressFamily> families;
  private final Fingerprint fingerprint = new Fingerprint();

  DecidedRoutes(int table, long priority, List<AddressFamily> families) {
    this.table = table;
    this.priority = priority;
    this.families = List.copyOf(families);
  }

  /** The table that a plane's options name, or the one that no link has. */
  public static DecidedRoutes of(PlaneKind.OfRoutes options, Uplinks links) {
    return of(options, links.marks(), links);
  }

  /** As {@link #of(PlaneKind.OfRoutes, Uplinks)}, of a host with other marks. */
  public static DecidedRoutes of(PlaneKind.OfRoutes options, Marks marks, Uplinks links) {
    return new DecidedRoutes(
        table(options, marks),
        marks.lastPriority(),
        links.hasIpv6()
            ? List.of(AddressFamily.IPV4, AddressFamily.IPV6)
            : List.of(AddressFamily.IPV4));
  }

  public static int table(PlaneKind.OfRoutes options, Marks marks) {
    return options.table() == 0 ? marks.tables() : options.table();
  }

  int port() {
    return routes.port();
  }

  int table() {
    return table;
  }

  /** Makes the table have exactly these routes; only what differs is written. */
  void install(Collection<Route> wanted) {
    fingerprint.begin();
    fingerprint.clear();
    Difference difference = difference(wanted);
    routes.replace(difference.missing());
    routes.delete(difference.stale());
    rules(true);
    wanted.forEach(route -> fingerprint.include(hash(route)));
    fingerprint.ended();
  }

  private static long hash(Route route) {
    Network network = Prefixes.network(route.destination());
    Address base = network.base();
    long hash = Fingerprint.hash("", base.high(), base.low(), network.prefix());
    hash = Fingerprint.hash(hash, route.metric() << 16 | route.type().code());
    for (RouteHop hop : route.hops()) {
      hash = Fingerprint.hash(hash, hop.hashCode());
    }
    return hash;
  }

  /** Whether the table has what was written to it, and is looked at. By any thread. */
  boolean areIntact() {
    try (Routes other = Routes.open()) {
      return areRules(other) && fingerprint.matches(look -> walk(other, look));
    }
  }

  private void walk(Routes routes, Fingerprint.Look look) {
    routes.routes(RouteFilter.all().table(table)).forEach(route -> look.sees(hash(route)));
  }

  /** Whether the table has exactly these routes, and is looked at. */
  boolean holds(Collection<Route> wanted) {
    Difference difference = difference(wanted);
    return areRules(routes) && difference.missing().isEmpty() && difference.stale().isEmpty();
  }

  private boolean areRules(Routes routes) {
    for (AddressFamily family : families) {
      if (!routes.rules(family).contains(rule(family))) {
        return false;
      }
    }
    return true;
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

  /** Puts routes into the place of former ones, some of which may have the same destination. */
  void change(List<Route> former, List<Route> now) {
    former.forEach(route -> fingerprint.begin(hash(route)));
    now.forEach(route -> fingerprint.begin(hash(route)));
    Set<Key> replaced = new HashSet<>();
    now.forEach(route -> replaced.add(Key.of(route)));
    routes.replace(now);
    routes.delete(former.stream().filter(route -> !replaced.contains(Key.of(route))).toList());
    former.forEach(route -> fingerprint.removed(hash(route)));
    now.forEach(route -> fingerprint.added(hash(route)));
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

  /** Whether the kernel goes to an address by this route now. While others may be changed. */
  boolean leads(Route route) {
    return questions
        .routeTo(route.destination().address(), 0)
        .map(
            found ->
                found.table() == table
                    ? found.hops().equals(route.hops()) || found.type().equals(route.type())
                    : route.hops().isEmpty())
        .orElse(route.hops().isEmpty());
  }

  /** Takes the rule away, then the routes. */
  public void remove() {
    removeRules();
    removeRoutes();
  }

  public void removeRules() {
    rules(false);
  }

  /** Of ours; to be called when no rule leads to them. */
  public void removeRoutes() {
    routes.delete(routes.routes(RouteFilter.all().table(table).protocol(LinkRoutes.PROTOCOL)));
  }

  @Override
  public void close() {
    questions.close();
    routes.close();
  }
}
