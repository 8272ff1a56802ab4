package waymark.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Special;

/** All leases under one policy: sightings and time make, renew and end them. */
final class Table {
  /** A lease renewed by less than this is not written to the journal again. */
  private static final long JOURNAL_STEP = 30_000;

  final Policy policy;
  final ArrayList<LeaseEvent> events = new ArrayList<>();
  final Holdings holdings;
  final Room room;

  private final Witness witness;
  private final Map<String, Naming> namings = new HashMap<>();
  private final Deadlines deadlines;
  private Set<Address> own;

  Table(Policy policy, Limits limits, Set<Address> own, Witness witness, long now) {
    this.policy = policy;
    this.witness = witness;
    this.own = own;
    deadlines = new Deadlines(now);
    holdings = new Holdings(policy);
    room = new Room(limits, this::end);
  }

  private Table(Policy policy, Table before, long now) {
    this.policy = policy;
    witness = before.witness;
    own = before.own;
    deadlines = new Deadlines(now);
    holdings = new Holdings(policy);
    room = before.room.emptied(this::end);
    events.addAll(before.events);
  }

  /** The same sightings judged by another policy. What the plane carries is taken along. */
  Table judgedBy(Policy next, long now) {
    Table table = new Table(next, this, now);
    for (Rule rule : policy.rules()) {
      room.forEach(rule, table::judge);
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
    Holding holding = holdings.of(lease.holding.address);
    for (Claim claim : naming.claims) {
      if (holding.find(naming, claim.order()).isEmpty()) {
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
   * @param expires as it was written; one that is past begins to drain, and one that is further
   *     ahead than any answer would make it was written by another clock
   */
  void restore(List<String> names, Address address, long expires, long now) {
    Naming naming = namings.computeIfAbsent(names.getFirst(), name -> new Naming(names, List.of()));
    naming.names = names;
    naming.claims = policy.claims(names);
    Holding holding = holdings.of(address);
    for (Claim claim : naming.claims) {
      if (holding.find(naming, claim.order()).isEmpty()) {
        long latest = now + 1000L * claim.rule().ttl().max();
        // The journal may be this much behind a renewal.
        long until = Math.clamp(expires + JOURNAL_STEP, now, latest);
        add(holding, naming, claim, until, now).journaled = Math.min(expires, latest);
      }
    }
    if (naming.leases.isEmpty()) {
      namings.remove(naming.name());
    }
    holdings.forgetUnused(holding);
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
    Optional<Lease> found = holding.find(naming, claim.order());
    if (found.isPresent()) {
      renew(found.get(), claim, expires, now);
      return true;
    }
    if (!room.make(holding, naming, claim)) {
      return cover(holding, claim, expires, now);
    }
    // Making room may have ended the last lease of either.
    holdings.put(holding);
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
    room.seenAgain(lease);
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
      holdings.judge(lease.holding);
    }
  }

  private Lease add(Holding holding, Naming naming, Claim claim, long expires, long now) {
    Lease lease = new Lease(holding, naming, claim);
    lease.expires = expires;
    lease.seen = now;
    holding.leases.add(lease);
    naming.leases.add(lease);
    room.add(lease);
    deadlines.add(lease);
    holdings.judge(holding);
    return lease;
  }

  private void end(Lease lease) {
    lease.ended = true;
    Holding holding = lease.holding;
    Naming naming = lease.naming;
    holding.leases.remove(lease);
    naming.leases.remove(lease);
    room.remove(lease);
    deadlines.remove(lease);
    if (naming.leases.isEmpty()) {
      namings.remove(naming.name());
    }
    if (holding.leases.stream().noneMatch(other -> other.naming == naming)) {
      events.add(new LeaseEvent.Ended(naming.name(), holding.address));
    }
    witness.tell(new Event.Ended(naming.name(), holding.address, lease.claim.rule().name()));
    holdings.judge(holding);
  }

  void advance(long now) {
    deadlines.advance(now, room::drain);
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

  Optional<Naming> naming(String name) {
    return Optional.ofNullable(namings.get(name));
  }
}
