package waymark.kernel.ipset;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import waymark.engine.Change;
import waymark.kernel.capture.Hold;
import waymark.kernel.links.Invariant;
import waymark.kernel.links.Uplinks;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.Marks;
import waymark.kernel.model.PlaneKind;
import waymark.kernel.plane.Carried;
import waymark.kernel.plane.CidrCover;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Drift;
import waymark.kernel.plane.KernelPlane;
import waymark.kernel.plane.Maintenance;
import waymark.kernel.plane.PlaneCounters;
import waymark.kernel.plane.Repair;
import waymark.kernel.system.ScriptFile;
import waymark.kernel.table.KernelTable;
import waymark.netlink.Ipset;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Interval;
import waymark.policy.Network;

/**
 * Carries decisions out by IP sets and chains of iptables that look into them.
 *
 * <p>There are no transactions over sets. An address is in its new set before it leaves the old
 * one, so that it is decided at every moment, by the one or by the other.
 */
public final class IpsetPlane implements KernelPlane {
  /** To write shares, commands run, and changes wait for them. */
  private static final Duration SHARES_EVERY = Duration.ofSeconds(10);

  /** Whether IPv4, each: those that the kernel has. */
  private final List<Boolean> families;

  private final IptablesInstaller chains;
  private final MarkTable marks;
  private final Ipset ipset = Ipset.open();
  private final Ipset changes = Ipset.open();
  private final AddressSets bulk;
  private final IpsetSets sets;
  private final EndedSets ended;
  private Optional<IpsetTargets> targets = Optional.empty();

  /**
   * A plane that has installed nothing yet.
   *
   * @param state the folder for scripts
   * @param created which of iptables' own tables were made for us
   * @param table for the marks
   */
  public IpsetPlane(
      PlaneKind.OfIpset options,
      Uplinks links,
      Path state,
      CreatedTables created,
      KernelTable table) {
    marks = new MarkTable(table);
    families = links.families();
    Iptables iptables = new Iptables(new ScriptFile(state, "script.iptables"));
    chains = new IptablesInstaller(families, iptables, created);
    bulk = sets(ipset, new ScriptFile(state, "script.ipset"));
    ended = new EndedSets(families, bulk);
    sets =
        new IpsetSets(
            ipset,
            bulk,
            sets(changes, new ScriptFile(state, "changes.ipset")),
            options.timeout(),
            System::nanoTime);
  }

  private static AddressSets sets(Ipset ipset, ScriptFile script) {
    return new FallbackSets(new NetlinkSets(ipset), new IpsetCommand(script), System::nanoTime);
  }

  @Override
  public void install(Desired desired, Supplier<Map<Address, Decision>> asked) {
    List<IpsetFiller.Filled> networks = new ArrayList<>();
    IpsetTargets.networks(desired.policy(), desired.numbers(), families)
        .forEach(
            (set, entries) -> networks.add(sets.filler().fill(set, !set.endsWith("v6"), entries)));
    Map<Address, Decision> hosts = asked.get();
    IpsetTargets now =
        IpsetTargets.of(desired.policy(), new HashSet<>(hosts.values()), desired.numbers());
    sets.begin();
    networks.forEach(sets::take);
    Set<String> kept = new HashSet<>();
    networks.forEach(set -> kept.add(set.name()));
    now.hosts(hosts, families)
        .forEach(
            (set, entries) -> {
              sets.take(sets.filler().fill(set, !set.endsWith("v6"), entries));
              kept.add(set);
            });
    ended.create();
    boolean holds = desired.capture().mode() == CaptureSettings.Mode.HOLD;
    if (holds) {
      HoldSets.create(bulk, families);
    }
    chains.write(desired, now);
    if (!holds) {
      HoldSets.remove(bulk, families);
    }
    marks.install(desired);
    targets = Optional.of(now);
    sets.trim(kept);
  }

  @Override
  public boolean isThere() {
    return chains.areThere();
  }

  @Override
  public void apply(Desired desired, List<Change> changes) {
    IpsetTargets now = targets.orElseThrow();
    now.bySet(changes, Change::after, families).forEach(sets::add);
    now.bySet(changes, Change::before, families).forEach(sets::delete);
  }

  @Override
  public void ended(Set<Address> addresses) {
    ended.put(addresses);
  }

  /** Decisions that no rule makes alone have no sets until their first address. */
  @Override
  public Set<Decision> unprepared(List<Change> changes) {
    IpsetTargets now = targets.orElseThrow();
    Set<Decision> missing = new HashSet<>();
    for (Change change : changes) {
      if (!change.after().isNone() && !now.has(change.after())) {
        missing.add(change.after());
      }
    }
    return missing;
  }

  @Override
  public void prepare(Desired desired, Set<Decision> decisions) {
    IpsetTargets now = targets.orElseThrow();
    for (Decision decision : decisions) {
      now.add(decision);
      for (boolean ipv4 : families) {
        String set = now.set(decision, ipv4);
        if (!sets.has(set)) {
          sets.take(sets.filler().fill(set, ipv4, Set.of()));
        }
      }
    }
    chains.write(desired, now);
  }

  @Override
  public void update(Desired before, Desired after) {
    if (after.equals(before.with(after.shares()))) {
      chains.share(before, after, targets.orElseThrow());
    } else {
      chains.write(after, targets.orElseThrow());
      marks.write(after);
    }
  }

  @Override
  public Repair repair(Desired desired, Drift drift, Carried carried) {
    return switch (drift) {
      case Drift.TableEvents(var changes) ->
          marks
              .foreign(changes)
              .<Repair>map(change -> new Repair.ByInstall(change.part()))
              .orElse(new Repair.Unneeded());
      // Sets are counted at once; the chains are looked at beside this thread.
      case Drift.Suspected() -> {
        if (!sets.wereIntact()) {
          yield new Repair.ByInstall(KernelPart.IP_SETS);
        }
        yield chains.wereIntact()
            ? new Repair.Unneeded()
            : new Repair.ByInstall(KernelPart.IPTABLES);
      }
      case Drift.Broken(KernelPart part) -> new Repair.ByInstall(part);
    };
  }

  @Override
  public boolean holds(Desired desired, Address address, Decision decision) {
    return targets.isPresent()
        && targets.get().has(decision)
        && sets.holds(targets.get().set(decision, address.isIpv4()), Network.of(address));
  }

  @Override
  public PlaneCounters counters(Desired desired) {
    return chains.counters(desired);
  }

  @Override
  public List<String> describe(Desired desired, Collection<Decision> decisions) {
    IpsetTargets named = IpsetTargets.of(desired.policy(), decisions, desired.numbers());
    List<String> lines = new ArrayList<>();
    for (boolean ipv4 : families) {
      for (String target : named.byName().keySet()) {
        lines.add("set " + IpsetTargets.hosts(target, ipv4));
      }
      networks(desired, ipv4)
          .forEach(
              (target, size) ->
                  lines.add(
                      "set " + IpsetTargets.networks(target, ipv4) + ": " + size + " networks"));
      lines.addAll(new IptablesRuleset(new IptablesPlan(ipv4, desired, named)).lines());
    }
    lines.addAll(MarkTable.lines(desired));
    return lines;
  }

  /** How many networks of a family there are, by the name of their target. */
  private static Map<String, Integer> networks(Desired desired, boolean ipv4) {
    Map<String, Integer> networks = new TreeMap<>();
    for (Interval interval : desired.policy().intervals()) {
      if (interval.first().isIpv4() == ipv4) {
        String target = IpsetTargets.name(desired.numbers(), interval.decision());
        networks.merge(target, CidrCover.of(interval).size(), Integer::sum);
      }
    }
    return networks;
  }

  @Override
  public Hold hold(Marks numbers) {
    return new HoldSets(families);
  }

  @Override
  public Maintenance maintenance() {
    return new Maintenance(
        new Maintenance.EventSources(marks.port(), 0, 0, true),
        List.of(
            new Invariant(KernelPart.IPTABLES, chains::areIntact),
            new Invariant(KernelPart.TABLE, marks::isIntact),
            new Invariant(KernelPart.IP_SETS, sets::areWhole)),
        sets::renew,
        SHARES_EVERY);
  }

  @Override
  public void remove() {
    chains.remove();
    sets.remove();
    ended.remove(ipset);
    HoldSets.remove(bulk, families);
    marks.remove();
  }

  @Override
  public void close() {
    // A child that is being started still has our descriptors, the lock of this host among them.
    chains.close();
    marks.close();
    changes.close();
    ipset.close();
  }
}
