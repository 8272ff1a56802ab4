package waymark.kernel.links;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.Marks;
import waymark.netlink.AddressFamily;
import waymark.netlink.NetlinkException;
import waymark.netlink.Route;
import waymark.netlink.RouteFilter;
import waymark.netlink.RouteHop;
import waymark.netlink.RoutePrefix;
import waymark.netlink.RouteRule;
import waymark.netlink.Routes;
import waymark.policy.Link;
import waymark.policy.NextHop;

/**
 * A rule and a routing table for each link and family: the networks of the link's interface, the
 * link's default route, and behind it one that refuses, so marked packets leave by the link or not
 * at all.
 */
public final class LinkRoutes implements LinkTables {
  private static final Logger log = LoggerFactory.getLogger(LinkRoutes.class);

  /** Our routes and rules say that they are ours (rtm_protocol; 250 is nobody's). */
  public static final int PROTOCOL = 250;

  public static final long LAST_METRIC = 0xffff_ffffL;

  private final Marks marks;
  private final LinkRanges ranges;
  private final Routes routes;
  private final List<AddressFamily> families;
  private final NextHops nextHops;
  private final Map<LinkHops.Key, RouteHop> hops = new HashMap<>();
  private final List<String> foreign = new ArrayList<>();
  private final Map<String, String> reported = new HashMap<>();
  private volatile Left left = new Left(List.of(), Map.of());
  private Left leftBefore = left;

  /** What was left when all was as it should be: the rules, and the routes of each table. */
  private record Left(List<RouteRule> rules, Map<Integer, Set<Route>> routes) {}

  public LinkRoutes(LinkRanges ranges) {
    this.ranges = ranges;
    marks = ranges.marks();
    routes = Routes.open();
    nextHops = new NextHops(routes, marks);
    // A kernel without IPv6 has no rule of its own for it.
    families =
        routes.rules(AddressFamily.IPV6).isEmpty()
            ? List.of(AddressFamily.IPV4)
            : List.of(AddressFamily.IPV4, AddressFamily.IPV6);
  }

  @Override
  public boolean hasIpv6() {
    return families.contains(AddressFamily.IPV6);
  }

  @Override
  public LinkHops hops() {
    return new LinkHops(hops);
  }

  @Override
  public Interfaces interfaces() {
    return InterfaceScan.read(routes);
  }

  @Override
  public Outcome install(List<Link> links, LinkNumbers numbers, Interfaces host) {
    boolean repaired = false;
    hops.clear();
    foreign.clear();
    Map<String, InterfaceState> states = new HashMap<>();
    Map<Integer, Set<Route>> tables = new HashMap<>();
    for (Link link : links) {
      InterfaceState state = host.device(InterfaceLinks.device(link));
      int number = numbers.of(link);
      Set<AddressFamily> routed = EnumSet.noneOf(AddressFamily.class);
      for (AddressFamily family : families) {
        Installed table = installTable(link, family, state, marks.table(number));
        tables.computeIfAbsent(marks.table(number), key -> new HashSet<>()).addAll(table.routes());
        repaired |= table.repaired();
        if (table.routes().size() > 1) {
          routed.add(family);
        }
      }
      List<RouteHop> taken =
          families.stream().flatMap(family -> hops().of(link, family).stream()).toList();
      states.put(
          link.name(),
          state
              .leftBy(routed.contains(AddressFamily.IPV4), routed.contains(AddressFamily.IPV6))
              .through(NextHops.gateways(taken)));
    }
    // The tables refuse before rules lead to them.
    List<RouteRule> rules = rules(links, numbers);
    repaired |= add(rules);
    leftBefore = left;
    left = new Left(rules, tables);
    return new Outcome(states, repaired, foreign);
  }

  @Override
  public boolean areThere() {
    return !ours(routes).isEmpty();
  }

  @Override
  public boolean areIntact() {
    Left left = this.left;
    try (Routes other = Routes.open()) {
      for (Map.Entry<Integer, Set<Route>> table : left.routes().entrySet()) {
        List<Route> there = other.routes(RouteFilter.all().table(table.getKey()));
        if (there.size() != table.getValue().size() || !table.getValue().containsAll(there)) {
          return false;
        }
      }
      List<RouteRule> rules = ours(other);
      return rules.size() == left.rules().size() && rules.containsAll(left.rules());
    }
  }

  @Override
  public boolean removeOthers(List<Link> links, LinkNumbers numbers) {
    Set<Integer> tables = new HashSet<>();
    for (Link link : links) {
      tables.add(marks.table(numbers.of(link)));
    }
    boolean foreign = removeRules(rules(links, numbers));
    removeTables(tables);
    return foreign;
  }

  /**
   * A table of a link.
   *
   * @param routes of one family: one that refuses, and the link's default route if it has one
   * @param repaired whether another process had changed them
   */
  private record Installed(List<Route> routes, boolean repaired) {}

  private Installed installTable(Link link, AddressFamily family, InterfaceState state, int table) {
    RoutePrefix all = family == AddressFamily.IPV4 ? RoutePrefix.ALL_IPV4 : RoutePrefix.ALL_IPV6;
    Route refuse = Route.unreachable(all, table).withProtocol(PROTOCOL).withMetric(LAST_METRIC);
    List<Route> there =
        new ArrayList<>(routes.routes(RouteFilter.all().family(family).table(table)));
    Set<Route> before = left.routes().getOrDefault(table, Set.of());
    boolean repaired = false;
    if (!RouteMatch.holds(there, refuse)) {
      routes.replace(refuse);
      repaired = before.contains(refuse);
    }
    Optional<Route> defaultRoute =
        nextHops
            .of(link, family, state)
            .map(hop -> Route.unicast(all, table, hop).withProtocol(PROTOCOL).withMetric(1));
    boolean routed = defaultRoute.isPresent();
    List<Route> neighbours =
        defaultRoute.stream().flatMap(route -> NextHops.neighbours(route, family, state)).toList();
    if (routed && !RouteMatch.holds(there, defaultRoute.get())) {
      try {
        routes.replace(defaultRoute.get());
        repaired |= before.contains(defaultRoute.get());
        reported.remove(link.name() + family);
      } catch (NetlinkException e) {
        routed = false;
        report(link, family, e);
      }
    }
    for (Route route : routed ? neighbours : List.<Route>of()) {
      if (!RouteMatch.holds(there, route)) {
        routes.replace(route);
        repaired |= before.contains(route);
      }
    }
    if (routed) {
      hops.put(LinkHops.Key.of(link, family), defaultRoute.orElseThrow().hops().getFirst());
    }
    for (Route route : there) {
      boolean wanted =
          RouteMatch.isSame(route, refuse)
              || (routed && RouteMatch.isSame(route, defaultRoute.orElseThrow()))
              || (routed && RouteMatch.holds(neighbours, route));
      // Of an IPv4 default route of another hop there is nothing left: it was replaced above.
      boolean replaced =
          family == AddressFamily.IPV4
              && defaultRoute.filter(it -> RouteMatch.isSameKey(it, route)).isPresent();
      if (!wanted && !(routed && replaced)) {
        routes.delete(route);
        repaired |= !before.isEmpty() && !before.contains(route);
        if (route.protocol() != PROTOCOL && !before.contains(route)) {
          foreign.add(route + ", in the table of link " + link.name());
        }
      }
    }
    List<Route> left = new ArrayList<>(List.of(refuse));
    if (routed) {
      left.add(defaultRoute.orElseThrow());
      left.addAll(neighbours);
    }
    return new Installed(left, repaired);
  }

  private void report(Link link, AddressFamily family, NetlinkException e) {
    String said = String.valueOf(e.getMessage());
    if (InterfaceLinks.path(link).nextHop() instanceof NextHop.Gateways) {
      said +=
          "; a gateway outside the interface's networks is written { via: ADDRESS, onlink: true }";
    }
    if (!said.equals(reported.put(link.name() + family, said))) {
      log.warn("Link {} is down for {}, because its route fails: {}", link.name(), family, said);
    }
  }

  private List<RouteRule> rules(List<Link> links, LinkNumbers numbers) {
    List<RouteRule> rules = new ArrayList<>();
    for (Link link : links) {
      int number = numbers.of(link);
      for (AddressFamily family : families) {
        rules.add(
            RouteRule.lookup(
                family,
                marks.priority(number),
                marks.mark(number),
                marks.mask(),
                marks.table(number),
                PROTOCOL));
      }
    }
    return rules;
  }

  /** Returns whether another process had deleted some of them. */
  private boolean add(List<RouteRule> wanted) {
    boolean repaired = false;
    List<RouteRule> there = ours(routes);
    for (RouteRule rule : wanted) {
      if (!there.contains(rule)) {
        routes.add(rule);
        repaired |= left.rules().contains(rule);
      }
    }
    return repaired;
  }

  /** Returns whether another process had added some of what was removed. */
  private boolean removeRules(List<RouteRule> kept) {
    boolean foreign = false;
    for (RouteRule rule : ours(routes)) {
      if (!kept.contains(rule)) {
        routes.delete(rule);
        foreign |= !leftBefore.rules().isEmpty() && !leftBefore.rules().contains(rule);
      }
    }
    return foreign;
  }

  private List<RouteRule> ours(Routes routes) {
    List<RouteRule> ours = new ArrayList<>();
    for (AddressFamily family : families) {
      for (RouteRule rule : routes.rules(family)) {
        if (rule.protocol() == PROTOCOL && ranges.isPriority(rule.priority())) {
          ours.add(rule);
        }
      }
    }
    return ours;
  }

  private void removeTables(Set<Integer> kept) {
    for (Route route : routes.routes(RouteFilter.all().protocol(PROTOCOL))) {
      if (ranges.isTable(route.table()) && !kept.contains(route.table())) {
        routes.delete(route);
      }
    }
  }

  @Override
  public void remove() {
    removeRules(List.of());
    removeTables(Set.of());
  }

  @Override
  public void close() {
    routes.close();
  }
}
