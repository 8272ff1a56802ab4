package waymark.kernel.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.LinkListing;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.LinkRoutes;
import waymark.kernel.links.OutletSelection;
import waymark.kernel.links.Prefixes;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.InterfaceState;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.CidrCover;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.LinkShares;
import waymark.kernel.table.DnsTap;
import waymark.kernel.table.KernelTable;
import waymark.linux.LinuxException;
import waymark.netlink.AddressFamily;
import waymark.netlink.NetlinkException;
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
import waymark.state.StateException;

/**
 * Carries decisions out by a route for each address and network, in one routing table that is
 * looked at before the main one; a small table {@code inet waymark} learns. Owned by the engine's
 * thread.
 *
 * <p>A route knows no connections: when it changes, those that are there change with it.
 */
public final class RoutesPlane implements KernelPlane {
  /** Multicast and broadcast: left alone whatever is decided, as by the other planes' chains. */
  private static final List<Network> LEFT_ALONE =
      List.of(
          Network.parse("224.0.0.0/4"),
          Network.parse("255.255.255.255/32"),
          Network.parse("ff00::/8"));

  private static final Decision DIRECT = Decision.of(List.of(Link.DIRECT));

  private final Uplinks links;
  private final CaptureSettings captureSettings;
  private final KernelTable table;
  private final long metric;
  private final DecidedRoutes decided;
  private LinkShares linkShares = LinkShares.NONE;

  /** What is decided: for addresses, and under them for networks. */
  private final Map<Address, Decision> hosts = new HashMap<>();

  private final Map<Network, Decision> networks = new LinkedHashMap<>();
  private Optional<Policy> installed = Optional.empty();
  private CaptureSettings.Mode mode;

  public RoutesPlane(
      PlaneKind.OfRoutes options,
      Uplinks links,
      CaptureSettings captureSettings,
      KernelTable table) {
    this.links = links;
    this.captureSettings = captureSettings;
    this.table = table;
    metric = options.metric();
    decided =
        new DecidedRoutes(
            options.table() == 0 ? links.marks().tables() : options.table(),
            links.marks().lastPriority(),
            links.hasIpv6()
                ? List.of(AddressFamily.IPV4, AddressFamily.IPV6)
                : List.of(AddressFamily.IPV4));
    mode = captureSettings.mode();
  }

  @Override
  public void install(Policy policy, Map<Address, Decision> learned) {
    try {
      links.take(links.prepare(policy));
      hosts.clear();
      hosts.putAll(learned);
      networks.clear();
      for (Interval interval : policy.intervals()) {
        CidrCover.of(interval).forEach(network -> networks.put(network, interval.decision()));
      }
      installed = Optional.of(policy);
      decided.install(wanted());
      ruleset();
      links.keepOnly(policy);
      links.set(policy);
    } catch (KernelException | NetlinkException | LinuxException | StateException e) {
      throw new PlaneException("cannot install the policy: " + e.getMessage(), e);
    }
  }

  /** The routes of all destinations, what was learned over what was written. */
  private List<Route> wanted() {
    Map<Network, List<Route>> wanted = new LinkedHashMap<>();
    Policy policy = installed.orElseThrow();
    Decision otherwise = policy.decide(List.of(policy.fallback()));
    if (!only(otherwise, true).isDirect() || !only(otherwise, false).isDirect()) {
      // Neighbours are reached as before; the default is about what is beyond them.
      links.seen().host().near().forEach(network -> add(wanted, network, DIRECT));
      add(wanted, new Network(Address.ofIpv4(0), 0), otherwise);
      add(wanted, new Network(new Address(0, 0), 0), otherwise);
    }
    networks.forEach((network, decision) -> add(wanted, network, decision));
    LEFT_ALONE.forEach(network -> add(wanted, network, DIRECT));
    hosts.forEach((address, decision) -> add(wanted, Network.of(address), decision));
    List<Route> all = new ArrayList<>();
    wanted.values().forEach(all::addAll);
    return all;
  }

  private void add(Map<Network, List<Route>> wanted, Network network, Decision decision) {
    if (network.base().isIpv4() || links.hasIpv6()) {
      wanted.put(network, routes(network, decision));
    }
  }

  /**
   * The route of a destination, and before it the one behind it: when an interface goes the kernel
   * takes its routes along, and what may leave by no other link is then refused.
   */
  private List<Route> routes(Network network, Decision decision) {
    Route route = route(network, decision);
    if (!route.type().equals(RouteType.UNICAST) || mayGoDirect(decision)) {
      return List.of(route);
    }
    Route refuse = Route.unreachable(route.destination(), decided.table());
    return List.of(
        refuse.withProtocol(LinkRoutes.PROTOCOL).withMetric(LinkRoutes.LAST_METRIC), route);
  }

  private static boolean mayGoDirect(Decision decision) {
    return decision.branches().getLast().to().stream().anyMatch(Outlet::isDirect);
  }

  private Route route(Network network, Decision decision) {
    boolean ipv4 = network.base().isIpv4();
    AddressFamily family = ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
    Link link = only(decision, ipv4);
    RouteType type =
        switch (link.egressPath()) {
          case EgressPath.Direct _ -> RouteType.THROW;
          case EgressPath.Block _ -> RouteType.PROHIBIT;
          case EgressPath.Interface _ ->
              links.hasHop(link, family) ? RouteType.UNICAST : RouteType.UNREACHABLE;
        };
    List<RouteHop> hops =
        type.equals(RouteType.UNICAST) ? List.of(links.hop(link, family)) : List.of();
    return new Route(
        Prefixes.of(network), decided.table(), type, LinkRoutes.PROTOCOL, metric, hops);
  }

  /** The one link that connections of a family to an address of this decision take now. */
  private Link only(Decision decision, boolean ipv4) {
    return only(decision, links.states(), ipv4);
  }

  private Link only(Decision decision, Map<String, InterfaceState> states, boolean ipv4) {
    Outlet outlet = OutletSelection.of(decision.branches().getLast().to(), states, ipv4);
    return switch (outlet) {
      case Link link -> link;
      case Group group ->
          linkShares.slots(group, link -> OutletSelection.isUp(link, states, ipv4)).getFirst();
    };
  }

  private void ruleset() {
    boolean there = table.isThere();
    List<String> chains = there ? table.chains() : List.of();
    List<String> sets = there ? table.sets() : List.of();
    table.script(ruleset(installed.orElseThrow()).text(chains, sets));
    if (mode == CaptureSettings.Mode.HOLD && !table.queues(captureSettings.queue())) {
      mode = CaptureSettings.Mode.OBSERVE;
      ruleset();
    }
  }

  private RouteRuleset ruleset(Policy policy) {
    return new RouteRuleset(
        policy, links.numbers(policy), links.marks(), captureSettings.in(mode), links.states());
  }

  @Override
  public boolean wereOurs(Set<Integer> generations) {
    return table.wereOurs(generations);
  }

  @Override
  public void apply(List<Change> changes) {
    List<Route> former = new ArrayList<>();
    List<Route> now = new ArrayList<>();
    for (Change change : changes) {
      Network network = Network.of(change.address());
      if (!change.address().isIpv4() && !links.hasIpv6()) {
        continue;
      }
      Decision below = networks.getOrDefault(network, Decision.NONE);
      Decision before = change.before().isNone() ? below : change.before();
      Decision after = change.after().isNone() ? below : change.after();
      former.addAll(before.isNone() ? List.of() : routes(network, before));
      now.addAll(after.isNone() ? List.of() : routes(network, after));
    }
    try {
      decided.change(former, now);
    } catch (NetlinkException | LinuxException e) {
      throw new PlaneException("the kernel refuses a route: " + e.getMessage(), e);
    }
    for (Change change : changes) {
      if (change.after().isNone()) {
        hosts.remove(change.address());
      } else {
        hosts.put(change.address(), change.after());
      }
    }
  }

  @Override
  public List<Link> refreshLinks() {
    return installed.map(policy -> links.refresh(policy, true, _ -> carry())).orElse(List.of());
  }

  /**
   * Routes by an interface that went down, or lost its last address, are gone without any notice of
   * it, also when it is as before by now.
   */
  private void carry() {
    decided.install(wanted());
    ruleset();
  }

  @Override
  public void measured(Map<String, Long> latency) {
    if (installed.isPresent()) {
      List<Group> groups = installed.get().groups();
      LinkShares measured = linkShares.measured(groups, latency, links.around()::isUp);
      if (!measured.equals(linkShares)) {
        LinkShares before = linkShares;
        linkShares = measured;
        try {
          decided.install(wanted());
        } catch (RuntimeException e) {
          linkShares = before;
          throw e;
        }
      }
    }
  }

  /** An address has one route: there is nothing to spread. */
  @Override
  public void count(Map<String, Integer> connections) {}

  @Override
  public List<String> listing(Policy policy, Collection<Decision> decisions) {
    LinkNumbers numbers = links.preview(policy);
    Map<String, InterfaceState> seen = LinkListing.states(policy, links.host().devices());
    Map<String, Integer> counts = new TreeMap<>();
    for (Interval interval : policy.intervals()) {
      Link link = only(interval.decision(), seen, interval.first().isIpv4());
      counts.merge(link.name(), CidrCover.of(interval).size(), Integer::sum);
    }
    List<String> lines = new ArrayList<>(LinkListing.rules(policy, numbers, links.marks()));
    String table = "table " + decided.table() + ": ";
    counts.forEach((link, count) -> lines.add(table + count + " routes of networks by " + link));
    Decision otherwise = policy.decide(List.of(policy.fallback()));
    lines.add(table + "default by " + only(otherwise, seen, true).name());
    lines.addAll(
        new RouteRuleset(policy, numbers, links.marks(), captureSettings.in(mode), seen).lines());
    return lines;
  }

  @Override
  public Uplinks links() {
    return links;
  }

  @Override
  public CaptureSettings.Mode mode() {
    return mode;
  }

  @Override
  public Map<String, Long> wrongLinkPackets() {
    return Map.of();
  }

  @Override
  public long answers() {
    return table.counters().getOrDefault(DnsTap.ANSWERS, 0L);
  }

  @Override
  public boolean holds(Address address, Decision decision) {
    return decision.isNone() || decided.leads(route(Network.of(address), decision));
  }

  @Override
  public Traces traces() {
    return new Traces(table.nftables().port(), decided.port(), decided.table(), false);
  }

  @Override
  public List<Invariant> invariants() {
    return List.of(
        new Invariant("the table inet waymark", table::isIntact),
        new Invariant("the decided routes", decided::areIntact),
        links.routesIntact(),
        links.settingsIntact());
  }

  /** Compares all routes: asked only after a notice, since the kernel gives one of everything. */
  @Override
  public boolean isIntact() {
    return installed.isEmpty() || decided.holds(wanted());
  }

  @Override
  public void remove() {
    table.delete();
    retire();
    links.remove();
  }

  @Override
  public void retire() {
    decided.remove();
  }

  @Override
  public void close() {
    table.close();
    links.close();
    decided.close();
  }
}
