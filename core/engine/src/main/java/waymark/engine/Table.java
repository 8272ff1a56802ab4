package waymark.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.Link;
import waymark.policy.Outlet;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Special;

/**
 * All leases under one policy. It says for any address which rule wins, and keeps the list of the
 * addresses for which that differs from what the plane carries.
 */
final class Table {
  /** A lease renewed by less than this is not written to the journal again. */
  private static final long JOURNAL_STEP = 30_000;

  /** An ended lease waits for this many scans that find its address unused. */
  private static final int SCANS_UNUSED = 2;

  private static final Comparator<Lease> AGE =
      Comparator.comparingLong((Lease lease) -> lease.seen)
          .thenComparingInt(lease -> lease.claim.order());

  final Policy policy;
  final ArrayList<Holding> changed = new ArrayList<>();
  final ArrayList<LeaseEvent> events = new ArrayList<>();

  private final Limits limits;
  private final Witness witness;
  private final Map<Address, Holding> holdings = new HashMap<>();
  private final Map<String, Naming> namings = new HashMap<>();
  private final IdentityHashMap<Rule, Ages> agesByRule = new IdentityHashMap<>();
  private final Deadlines deadlines;
  private final ArrayList<Lease> draining = new ArrayList<>();
  private int leases;
  private Set<Address> own;
  private Set<Address> used = Set.of();

  /** What was sighted after this may be in use although no scan has shown it. */
  private long usedAsOf = Long.MIN_VALUE;

  /** Whether every lease was found to be in use, and no scan has been since. */
  private boolean allUsed;

  /** Whether something found no room since the last scan. */
  private boolean roomWanted;

  Table(Policy policy, Limits limits, Set<Address> own, Witness witness, long now) {
    this.policy = policy;
    this.limits = limits;
    this.witness = witness;
    this.own = own;
    deadlines = new Deadlines(now);
  }

  /** The same sightings judged by another policy. What the plane carries is taken along. */
  Table judgedBy(Policy next, long now) {
    Table table = new Table(next, limits, own, witness, now);
    table.used = used;
    table.usedAsOf = usedAsOf;
    table.events.addAll(events);
    for (Rule rule : policy.rules()) {
      for (Lease lease = ages(rule).oldest(); lease != null; lease = lease.younger) {
        table.judge(lease);
      }
    }
    table.namings.values().removeIf(naming -> naming.leases.isEmpty());
    return table;
  }

  /** Takes a lease of another table over. */
  private void judge(Lease lease) {
    Naming naming =
        namings.computeIfAbsent(
            lease.naming.name(),
            _ -> new Naming(lease.naming.names, policy.claims(lease.naming.names)));
    if (naming.claims.isEmpty()) {
      events.add(new LeaseEvent.Ended(naming.name(), lease.holding.address));
      return;
    }
    Holding holding = holdings.computeIfAbsent(lease.holding.address, Holding::new);
    for (Claim claim : naming.claims) {
      if (find(holding, naming, claim.order()).isEmpty()) {
        add(holding, naming, claim, lease.expires, lease.seen).journaled = lease.journaled;
      }
    }
  }

  boolean concerns(List<String> names) {
    Naming naming = namings.get(names.getFirst());
    return (naming != null && naming.names.equals(names))
        ? !naming.claims.isEmpty()
        : !policy.claims(names).isEmpty();
  }

  Learned learn(Sighting sighting, long now) {
    Naming naming = namings.get(sighting.names().getFirst());
    if (naming == null) {
      naming = new Naming(sighting.names(), policy.claims(sighting.names()));
    } else if (!naming.names.equals(sighting.names())) {
      naming.names = sighting.names();
      naming.claims = policy.claims(sighting.names());
    }
    if (naming.claims.isEmpty()) {
      return Learned.UNCONCERNED;
    }
    Address address = sighting.address();
    if (Special.of(address) != Special.ORDINARY) {
      return Learned.SPECIAL;
    }
    if (own.contains(address)) {
      return Learned.OWN;
    }
    Holding holding = holdings.get(address);
    if (holding == null) {
      holding = new Holding(address);
    }
    boolean full = false;
    for (int i = 0; i < naming.claims.size(); i++) {
      Claim claim = naming.claims.get(i);
      long expires = now + 1000L * claim.rule().ttl().clamp(sighting.ttl());
      full |= !hold(holding, naming, claim, expires, now);
    }
    return full ? Learned.FULL : holding.changed ? Learned.PENDING : Learned.KNOWN;
  }

  /**
   * Takes a lease back that was held before a restart.
   *
   * @param expires as it was written; one that is past begins to drain
   */
  void restore(List<String> names, Address address, long expires, long now) {
    Naming naming = namings.computeIfAbsent(names.getFirst(), name -> new Naming(names, List.of()));
    naming.names = names;
    naming.claims = policy.claims(names);
    Holding holding = holdings.computeIfAbsent(address, a -> new Holding(a));
    for (Claim claim : naming.claims) {
      if (find(holding, naming, claim.order()).isEmpty()) {
        // The journal may be this much behind a renewal.
        add(holding, naming, claim, Math.max(now, expires + JOURNAL_STEP), now).journaled = expires;
      }
    }
    if (naming.leases.isEmpty()) {
      namings.remove(naming.name());
    }
    if (holding.leases.isEmpty()) {
      holdings.remove(address);
    }
  }

  /**
   * Takes leases back that were held under this policy before; of names that are known it knows
   * better.
   */
  void remember(List<LeaseEvent.Held> held, long now) {
    Set<String> known = Set.copyOf(namings.keySet());
    for (LeaseEvent.Held lease : held) {
      if (lease.expires() > now && !known.contains(lease.name())) {
        restore(lease.names(), lease.address(), lease.expires(), now);
        if (namings.containsKey(lease.name())) {
          events.add(lease);
        }
      }
    }
  }

  private boolean hold(Holding holding, Naming naming, Claim claim, long expires, long now) {
    Optional<Lease> found = find(holding, naming, claim.order());
    if (found.isPresent()) {
      renew(found.get(), claim, expires, now);
      return true;
    }
    if (!makeRoom(holding, naming, claim)) {
      return cover(holding, claim, expires, now);
    }
    // Making room may have ended the last lease of either.
    holdings.put(holding.address, holding);
    namings.put(naming.name(), naming);
    Lease lease = add(holding, naming, claim, expires, now);
    lease.journaled = expires;
    events.add(new LeaseEvent.Held(naming.names, holding.address, expires));
    witness.tell(
        new Event.Learned(
            naming.names, holding.address, claim.rule().name(), (expires - now) / 1000));
    return true;
  }

  /** Where there is no room, a lease of the same rule keeps the address where it belongs. */
  private boolean cover(Holding holding, Claim claim, long expires, long now) {
    for (Lease lease : holding.leases) {
      if (lease.claim.order() == claim.order() && !claim.beats(lease.claim)) {
        renew(lease, lease.claim, expires, now);
        return true;
      }
    }
    return false;
  }

  private void renew(Lease lease, Claim claim, long expires, long now) {
    lease.seen = now;
    ages(lease.claim.rule()).seenAgain(lease);
    if (lease.expires < expires) {
      lease.expires = expires;
      if (expires - lease.journaled > JOURNAL_STEP) {
        lease.journaled = expires;
        events.add(new LeaseEvent.Held(lease.naming.names, lease.holding.address, expires));
      }
    }
    if (lease.draining && lease.expires > now) {
      lease.draining = false;
      deadlines.add(lease);
    }
    if (!lease.claim.equals(claim)) {
      lease.claim = claim;
      judge(lease.holding);
    }
  }

  private Lease add(Holding holding, Naming naming, Claim claim, long expires, long now) {
    Lease lease = new Lease(holding, naming, claim);
    lease.expires = expires;
    lease.seen = now;
    holding.leases.add(lease);
    naming.leases.add(lease);
    ages(claim.rule()).add(lease);
    leases++;
    deadlines.add(lease);
    judge(holding);
    return lease;
  }

  private void end(Lease lease) {
    lease.ended = true;
    Holding holding = lease.holding;
    Naming naming = lease.naming;
    holding.leases.remove(lease);
    naming.leases.remove(lease);
    leases--;
    ages(lease.claim.rule()).remove(lease);
    deadlines.remove(lease);
    if (naming.leases.isEmpty()) {
      namings.remove(naming.name());
    }
    if (holding.leases.stream().noneMatch(other -> other.naming == naming)) {
      events.add(new LeaseEvent.Ended(naming.name(), holding.address));
    }
    witness.tell(new Event.Ended(naming.name(), holding.address, lease.claim.rule().name()));
    judge(holding);
  }

  private Optional<Lease> find(Holding holding, Naming naming, int order) {
    for (int i = 0; i < holding.leases.size(); i++) {
      Lease lease = holding.leases.get(i);
      if (lease.naming == naming && lease.claim.order() == order) {
        return Optional.of(lease);
      }
    }
    return Optional.empty();
  }

  private void judge(Holding holding) {
    if (!holding.changed && !target(holding).equals(holding.carried)) {
      holding.changed = true;
      changed.add(holding);
    } else if (holding.leases.isEmpty() && !holding.changed) {
      holdings.remove(holding.address);
    }
  }

  /** What the plane should carry for this address beside the static networks. */
  private Decision target(Holding holding) {
    Optional<Claim> winner = holding.winner();
    if (winner.isEmpty()) {
      return Decision.NONE;
    }
    List<Claim> others = policy.decisive(holding.address);
    if (others.size() == 1) {
      if (others.getFirst().beats(winner.get())) {
        return Decision.NONE;
      }
      if (winner.get().rule().scope().isAll()) {
        return policy.decide(List.of(winner.get()));
      }
    }
    return merged(holding, others);
  }

  /** Where scopes leave room for several claims. */
  private Decision merged(Holding holding, List<Claim> others) {
    List<Claim> claims = new ArrayList<>(others);
    for (Lease lease : holding.leases) {
      claims.add(lease.claim);
    }
    claims.sort(Comparator.reverseOrder());
    for (Claim claim : claims) {
      if (claim.specificity().isName()) {
        return policy.decide(claims);
      }
      if (claim.rule().scope().isAll()) {
        break;
      }
    }
    // No name has a say.
    return Decision.NONE;
  }

  /** The changes that make the plane true. */
  List<Change> changes() {
    ArrayList<Change> changes = new ArrayList<>(changed.size());
    for (Holding holding : changed) {
      Decision target = target(holding);
      if (!target.equals(holding.carried)) {
        changes.add(new Change(holding.address, holding.carried, target));
      }
    }
    return changes;
  }

  /** The strongest claim that may lead to that link; the strongest of all where none may. */
  Attribution attribute(Address address, String link) {
    Holding holding = holdings.get(address);
    List<Claim> others = policy.decisive(address);
    Claim best = others.getFirst();
    String name = "";
    boolean leads = leadsTo(best, link);
    for (int i = 1; i < others.size(); i++) {
      Claim claim = others.get(i);
      boolean better = leadsTo(claim, link);
      if (better == leads ? claim.beats(best) : better) {
        best = claim;
        leads = better;
      }
    }
    if (holding != null) {
      for (Lease lease : holding.leases) {
        boolean better = leadsTo(lease.claim, link);
        if (better == leads ? lease.claim.beats(best) : better) {
          best = lease.claim;
          name = lease.naming.name();
          leads = better;
        }
      }
    }
    return new Attribution(best.rule().name(), name);
  }

  private static boolean leadsTo(Claim claim, String link) {
    for (Outlet outlet : claim.rule().to()) {
      for (Link one : outlet.links()) {
        if (one.name().equals(link)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Every address that the plane should carry. */
  Map<Address, Decision> hosts() {
    Map<Address, Decision> hosts = HashMap.newHashMap(holdings.size());
    for (Holding holding : holdings.values()) {
      Decision target = target(holding);
      if (!target.isNone()) {
        hosts.put(holding.address, target);
      }
    }
    return hosts;
  }

  /** The addresses whose winning rule leaves open connections alone. */
  Set<Address> staying() {
    Set<Address> staying = new HashSet<>();
    for (Holding holding : holdings.values()) {
      if (holding.winner().filter(winner -> !winner.rule().reconnect()).isPresent()) {
        staying.add(holding.address);
      }
    }
    return staying;
  }

  /** The plane carries all changes. */
  void carried() {
    for (Holding holding : changed) {
      holding.changed = false;
      holding.carried = target(holding);
      if (holding.leases.isEmpty()) {
        holdings.remove(holding.address);
      }
    }
    changed.clear();
  }

  void advance(long now) {
    deadlines.advance(
        now,
        lease -> {
          lease.draining = true;
          lease.scansUnused = 0;
          if (!lease.listed) {
            lease.listed = true;
            draining.add(lease);
          }
        });
  }

  /** What conntrack showed in a scan that began at {@code asOf}. */
  void used(Set<Address> addresses, long asOf) {
    used = addresses;
    usedAsOf = asOf;
    allUsed = false;
    roomWanted = false;
    agesByRule.values().forEach(ages -> ages.allUsed = false);
    draining.removeIf(
        lease -> {
          if (lease.ended || !lease.draining) {
            lease.listed = false;
            return true;
          }
          lease.scansUnused = addresses.contains(lease.holding.address) ? 0 : lease.scansUnused + 1;
          if (lease.scansUnused >= SCANS_UNUSED) {
            end(lease);
          }
          return lease.ended;
        });
  }

  Set<Address> own() {
    return own;
  }

  void own(Set<Address> addresses) {
    own = addresses;
    for (Address address : addresses) {
      Holding holding = holdings.get(address);
      if (holding != null) {
        List.copyOf(holding.leases).forEach(this::end);
      }
    }
  }

  /** Whether a scan of the connections would tell something. */
  boolean wantsScan() {
    return !draining.isEmpty() || roomWanted || leases > limits.leases() / 2;
  }

  private boolean makeRoom(Holding holding, Naming naming, Claim claim) {
    boolean room =
        (naming.leases.size() < limits.addressesPerName() || evictOne(naming.leases))
            && (holding.leases.size() < limits.namesPerAddress() || evictOne(holding.leases))
            && (leases(claim.rule()) < limits.leasesPerRule() || evict(ages(claim.rule())))
            && (leases < limits.leases() || evictAny());
    roomWanted |= !room;
    return room;
  }

  private boolean evictOne(List<Lease> from) {
    Optional<Lease> idle =
        from.stream()
            .filter(this::isIdle)
            .min(
                Comparator.comparing((Lease lease) -> !lease.draining)
                    .thenComparingLong(lease -> lease.seen));
    idle.ifPresent(this::end);
    return idle.isPresent();
  }

  private boolean evict(Ages ages) {
    int count = limits.leasesPerRule() / 100 + 1;
    if (!ages.allUsed) {
      ages.allUsed = !evict(List.of(ages), lease -> ages(lease.claim.rule()) == ages, count);
    }
    return !ages.allUsed;
  }

  private boolean evictAny() {
    if (!allUsed) {
      allUsed = !evict(agesByRule.values(), _ -> true, limits.leases() / 100 + 1);
    }
    return !allUsed;
  }

  /** Ends up to {@code count} leases that nothing uses: draining ones first, then the oldest. */
  private boolean evict(Collection<Ages> from, Predicate<Lease> among, int count) {
    int ended = 0;
    for (int i = 0; i < draining.size() && ended < count; i++) {
      Lease lease = draining.get(i);
      if (lease.draining && !lease.ended && among.test(lease) && isIdle(lease)) {
        end(lease);
        ended++;
      }
    }
    PriorityQueue<Lease> oldest = new PriorityQueue<>(AGE);
    for (Ages ages : from) {
      Lease first = ages.oldest();
      if (first != null) {
        oldest.add(first);
      }
    }
    for (Lease lease = oldest.poll(); lease != null && ended < count; lease = oldest.poll()) {
      if (lease.younger != null) {
        oldest.add(lease.younger);
      }
      if (isIdle(lease)) {
        end(lease);
        ended++;
      }
    }
    return ended > 0;
  }

  /** Whether the last scan would have shown a connection, and has not. */
  private boolean isIdle(Lease lease) {
    return lease.seen < usedAsOf && !used.contains(lease.holding.address);
  }

  private Ages ages(Rule rule) {
    return agesByRule.computeIfAbsent(rule, _ -> new Ages());
  }

  Optional<Holding> holding(Address address) {
    return Optional.ofNullable(holdings.get(address));
  }

  Optional<Naming> naming(String name) {
    return Optional.ofNullable(namings.get(name));
  }

  Collection<Holding> holdings() {
    return holdings.values();
  }

  int leases() {
    return leases;
  }

  int leases(Rule rule) {
    Ages ages = agesByRule.get(rule);
    return ages == null ? 0 : ages.size();
  }
}
