package waymark.kernel.nftables;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.engine.Change;
import waymark.kernel.capture.Hold;
import waymark.kernel.links.Invariant;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.KernelException;
import waymark.kernel.model.KernelPart;
import waymark.kernel.model.Marks;
import waymark.kernel.model.TableChange;
import waymark.kernel.model.UnchangedException;
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
import waymark.linux.LinuxException;
import waymark.netlink.NetlinkException;
import waymark.netlink.Nftables;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Link;

/**
 * Carries decisions out by the table {@code inet waymark}.
 *
 * <p>Chains and static networks go through the {@code nft} command; learned addresses, of which
 * there are many and each in a hurry, through netlink.
 */
public final class NftablesPlane implements KernelPlane {
  private static final Logger log = LoggerFactory.getLogger(NftablesPlane.class);

  /** To write shares a command runs, and changes wait for it. */
  private static final Duration SHARES_EVERY = Duration.ofSeconds(1);

  private final KernelTable table;
  private final Nftables nftables;
  private final LearnedSetWriter sets;
  private volatile StaticSets nets = StaticSets.NONE;
  private LearnedSets learned = new LearnedSets();

  /** A plane that has installed nothing yet. */
  public NftablesPlane(KernelTable table) {
    this.table = table;
    nftables = table.nftables();
    sets = new LearnedSetWriter(table);
  }

  @Override
  public void install(Desired desired, Supplier<Map<Address, Decision>> asked) {
    boolean there = table.isThere();
    List<String> oldSets = there ? table.sets() : List.of();
    StaticSets wanted = StaticSets.of(desired.policy(), desired.numbers());
    wanted.adopt(nftables, oldSets);
    wanted.fill(table, there);
    Map<Address, Decision> hosts = asked.get();
    sets.begin();
    int generation = table.generation();
    try {
      replace(desired, hosts, oldSets, wanted);
    } catch (KernelException e) {
      if (table.generation() == generation) {
        sets.unchanged();
        throw new UnchangedException(e);
      }
      throw e;
    }
    queue(desired);
  }

  private void replace(
      Desired desired, Map<Address, Decision> hosts, List<String> oldSets, StaticSets wanted) {
    LearnedSets addresses =
        LearnedSets.prepare(table, oldSets, desired.policy(), hosts, desired.numbers());
    NftablesTargets targets =
        NftablesTargets.of(
            desired.policy(), new HashSet<>(hosts.values()), desired.numbers(), addresses, wanted);
    Ruleset ruleset = new Ruleset(new RulesetPlan(desired, targets));
    // Another process may have added some while sets were filled.
    List<String> chains = table.isThere() ? table.chains() : List.of();
    List<String> surplus = chains.isEmpty() ? oldSets : table.sets();
    table.script(ruleset.text(chains, surplus));
    addresses.trim(table, targets.hostSets());
    wanted.written();
    nets = wanted;
    learned = addresses;
    sets.name(targets);
    sets.have(hosts);
  }

  private void queue(Desired desired) {
    if (desired.capture().mode() == CaptureSettings.Mode.HOLD) {
      table.queue(desired.capture().queue(), !desired.dropsUnread());
    }
  }

  /** The ruleset of a desired state, with the addresses learned so far. */
  private Ruleset ruleset(Desired desired) {
    return new Ruleset(plan(desired, Set.of()));
  }

  private RulesetPlan plan(Desired desired, Collection<Decision> more) {
    Set<Decision> decisions = new HashSet<>(sets.decisions());
    decisions.addAll(more);
    return new RulesetPlan(
        desired, NftablesTargets.of(desired.policy(), decisions, desired.numbers(), learned, nets));
  }

  @Override
  public boolean isThere() {
    return table.isThere();
  }

  @Override
  public void apply(Desired desired, List<Change> changes) {
    sets.apply(changes);
  }

  @Override
  public void ended(Set<Address> addresses) {
    EndedSets.put(addresses);
  }

  /** Decisions that no rule makes alone have no sets until their first address. */
  @Override
  public Set<Decision> unprepared(List<Change> changes) {
    return sets.missing(changes);
  }

  @Override
  public void prepare(Desired desired, Set<Decision> decisions) {
    RulesetPlan plan = plan(desired, decisions);
    table.script(new Ruleset(plan).chains());
    sets.name(plan.targets());
  }

  @Override
  public void update(Desired before, Desired after) {
    if (after.equals(before.with(after.shares()))) {
      String text = ruleset(after).groupChains();
      if (!text.equals(ruleset(before).groupChains())) {
        table.script(text);
      }
    } else {
      table.script(ruleset(after).chains());
    }
  }

  @Override
  public Repair repair(Desired desired, Drift drift, Carried carried) {
    return switch (drift) {
      case Drift.TableEvents(var changes) ->
          table
              .foreign(changes)
              .map(change -> repair(desired, change, carried))
              .orElse(new Repair.Unneeded());
      // The kernel gives notice of everything.
      case Drift.Suspected() -> new Repair.Unneeded();
      case Drift.Broken(KernelPart part) ->
          part == KernelPart.LEARNED_ADDRESSES && !sets.isDriftConfirmed(carried::all)
              ? new Repair.Unneeded()
              : new Repair.ByInstall(part);
    };
  }

  /** Repairs only the part, because an install takes longer the more is learned. */
  private Repair repair(Desired desired, TableChange change, Carried carried) {
    KernelPart part = change.part();
    try {
      return switch (part) {
        case ELEMENTS -> {
          Set<Address> addresses = new HashSet<>();
          change.elements().forEach(element -> addresses.add(element.address()));
          sets.repair(change.elements(), carried.of(addresses));
          yield new Repair.OfAddresses(part, addresses);
        }
        case RULES, CHAINS -> {
          table.script(ruleset(desired).text(table.chains(), table.sets()));
          queue(desired);
          yield new Repair.OfPart(part);
        }
        case TABLE,
            SETS,
            LEARNED_ADDRESSES,
            STATIC_NETWORKS,
            IPTABLES,
            IP_SETS,
            DECIDED_ROUTES,
            LINK_ROUTES,
            SETTINGS ->
            new Repair.ByInstall(part);
      };
    } catch (KernelException | NetlinkException | LinuxException e) {
      log.warn(
          "Cannot repair {} alone, so everything is installed again: {}", part, e.getMessage());
      return new Repair.ByInstall(part);
    }
  }

  @Override
  public boolean holds(Desired desired, Address address, Decision decision) {
    return sets.holds(address, decision);
  }

  @Override
  public PlaneCounters counters(Desired desired) {
    Map<String, Long> counted = table.counters();
    Map<String, Long> wrongLink = new HashMap<>();
    for (Link link : desired.links()) {
      Counter counter = Counter.wrong(desired.numbers().of(link));
      wrongLink.put(link.name(), counted.getOrDefault(counter.name(), 0L));
    }
    DenyCounters denied =
        desired.denies()
            ? new DenyCounters(
                true,
                counted.getOrDefault(Counter.REFUSED.name(), 0L),
                counted.getOrDefault(Counter.STRAYS.name(), 0L))
            : DenyCounters.NONE;
    return new PlaneCounters(
        wrongLink,
        counted.getOrDefault(Counter.ANSWERS.name(), 0L),
        KernelTable.unseen(counted),
        denied);
  }

  @Override
  public List<String> describe(Desired desired, Collection<Decision> decisions) {
    StaticSets named = StaticSets.of(desired.policy(), desired.numbers()).named(List.of());
    NftablesTargets targets =
        NftablesTargets.of(
            desired.policy(), decisions, desired.numbers(), new LearnedSets(), named);
    return new ArrayList<>(new Ruleset(new RulesetPlan(desired, targets)).lines());
  }

  @Override
  public Hold hold(Marks marks) {
    return new HoldPackets(marks);
  }

  @Override
  public Maintenance maintenance() {
    return new Maintenance(
        new Maintenance.EventSources(table.port(), 0, 0, false),
        List.of(
            new Invariant(KernelPart.TABLE, table::isIntact),
            new Invariant(KernelPart.LEARNED_ADDRESSES, sets::areIntact),
            new Invariant(KernelPart.STATIC_NETWORKS, this::hasNets)),
        () -> false,
        SHARES_EVERY);
  }

  private boolean hasNets() {
    try (Nftables other = Nftables.open()) {
      return nets.areIn(other);
    }
  }

  @Override
  public void remove() {
    table.delete();
  }

  @Override
  public void close() {
    table.close();
  }
}
