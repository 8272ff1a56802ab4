package waymark.kernel.routes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import waymark.engine.Change;
import waymark.kernel.capture.Hold;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.LinkHops;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.Carried;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Drift;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.Maintenance;
import waymark.kernel.plane.PlaneCounters;
import waymark.kernel.plane.Repair;
import waymark.kernel.steering.Counter;
import waymark.kernel.table.EndedSets;
import waymark.kernel.table.HoldPackets;
import waymark.kernel.table.KernelTable;
import waymark.netlink.Route;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Network;

/**
 * Carries decisions out by a route for each address and network, in one routing table that is
 * looked at before the main one; a small table {@code inet waymark} learns.
 *
 * <p>A route knows no connections: when it changes, those that are there change with it.
 */
public final class RoutesPlane implements KernelPlane {
  private final KernelTable table;
  private final DecidedRoutes decided;
  private final Uplinks links;
  private final long metric;
  private final boolean ipv6;

  /**
   * By the ways that links were left by when all routes were last written: the control thread looks
   * at the links again while the engine's thread chooses routes.
   */
  private volatile RouteChoice choice;

  /** What is decided: for addresses, and under them for networks. */
  private final Map<Address, Decision> hosts = new HashMap<>();

  private Map<Network, Decision> networks = new LinkedHashMap<>();

  /**
   * A plane that has installed nothing yet.
   *
   * @param links asked for the way that a link is left by
   */
  public RoutesPlane(PlaneKind.OfRoutes options, Uplinks links, KernelTable table) {
    this.table = table;
    decided = DecidedRoutes.of(options, links);
    this.links = links;
    metric = options.metric();
    ipv6 = links.hasIpv6();
    choice = new RouteChoice(LinkHops.NONE, ipv6, decided.table(), metric);
  }

  @Override
  public void install(Desired desired, Supplier<Map<Address, Decision>> learned) {
    Map<Network, Decision> wanted = RouteChoice.networks(desired.policy());
    Map<Address, Decision> now = learned.get();
    hosts.clear();
    hosts.putAll(now);
    networks = wanted;
    carry(desired);
  }

  /** The routes of all destinations, and the rules of the table. */
  private void carry(Desired desired) {
    choice = new RouteChoice(links.hops(), ipv6, decided.table(), metric);
    decided.install(choice.all(desired, networks, hosts));
    boolean there = table.isThere();
    List<String> chains = there ? table.chains() : List.of();
    List<String> sets = there ? table.sets() : List.of();
    Set<String> counters = there ? table.counters().keySet() : Set.of();
    table.script(ruleset(desired).text(chains, sets, counters));
    if (desired.capture().mode() == CaptureSettings.Mode.HOLD) {
      table.queue(desired.capture().queue(), !desired.dropsUnread());
    }
  }

  private static RouteRuleset ruleset(Desired desired) {
    return new RouteRuleset(desired);
  }

  @Override
  public boolean isThere() {
    return table.isThere();
  }

  @Override
  public void apply(Desired desired, List<Change> changes) {
    List<Route> former = new ArrayList<>();
    List<Route> now = new ArrayList<>();
    for (Change change : changes) {
      if (change.address().isIpv4() || ipv6) {
        Network network = Network.of(change.address());
        Decision below = networks.getOrDefault(network, Decision.NONE);
        Decision before = change.before().isNone() ? below : change.before();
        Decision after = change.after().isNone() ? below : change.after();
        former.addAll(before.isNone() ? List.of() : choice.routes(desired, network, before));
        now.addAll(after.isNone() ? List.of() : choice.routes(desired, network, after));
      }
    }
    decided.change(former, now);
    for (Change change : changes) {
      if (change.after().isNone()) {
        hosts.remove(change.address());
      } else {
        hosts.put(change.address(), change.after());
      }
    }
  }

  @Override
  public void ended(Set<Address> addresses) {
    EndedSets.put(addresses);
  }

  /**
   * Routes by an interface that went down, or lost its last address, are gone without any notice of
   * it, also when it is as before by now: so all are compared, whatever changed. An address has one
   * route, so that there are no connections to spread.
   */
  @Override
  public void update(Desired before, Desired after) {
    if (after.equals(before) || !after.equals(before.with(after.shares()))) {
      carry(after);
    } else if (!after.shares().fastest().equals(before.shares().fastest())) {
      decided.install(choice.all(after, networks, hosts));
    }
  }

  @Override
  public Repair repair(Desired desired, Drift drift, Carried carried) {
    return switch (drift) {
      case Drift.TableEvents(var changes) ->
          table
              .foreign(changes)
              .<Repair>map(change -> new Repair.ByInstall(change.part()))
              .orElse(new Repair.Unneeded());
      case Drift.Suspected() ->
          decided.holds(choice.all(desired, networks, hosts))
              ? new Repair.Unneeded()
              : new Repair.ByInstall(KernelPart.DECIDED_ROUTES);
      case Drift.Broken(KernelPart part) -> new Repair.ByInstall(part);
    };
  }

  @Override
  public boolean holds(Desired desired, Address address, Decision decision) {
    return decision.isNone() || decided.leads(choice.route(desired, Network.of(address), decision));
  }

  @Override
  public PlaneCounters counters(Desired desired) {
    Map<String, Long> counted = table.counters();
    return new PlaneCounters(
        Map.of(),
        counted.getOrDefault(Counter.ANSWERS.name(), 0L),
        KernelTable.unseen(counted),
        DenyCounters.NONE);
  }

  @Override
  public List<String> describe(Desired desired, Collection<Decision> decisions) {
    List<String> lines = new ArrayList<>(choice.describe(desired));
    lines.addAll(ruleset(desired).lines());
    return lines;
  }

  @Override
  public Hold hold(Marks marks) {
    return new HoldPackets(marks);
  }

  @Override
  public Maintenance maintenance() {
    return new Maintenance(
        new Maintenance.EventSources(table.port(), decided.port(), decided.table(), false),
        List.of(
            new Invariant(KernelPart.TABLE, table::isIntact),
            new Invariant(KernelPart.DECIDED_ROUTES, decided::areIntact)),
        () -> false,
        Duration.ofSeconds(1));
  }

  @Override
  public void remove() {
    table.delete();
    decided.remove();
  }

  @Override
  public void close() {
    table.close();
    decided.close();
  }
}
