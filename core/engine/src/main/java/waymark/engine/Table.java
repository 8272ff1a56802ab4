package waymark.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.AddressClass;
import waymark.policy.Claim;
import waymark.policy.Network;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** All leases under one policy: sightings and time make, renew and end them. */
final class Table {
  /** A lease renewed by less than this is not stored again. */
  static final long STORE_STEP = 30_000;

  final Policy policy;
  final ArrayList<LeaseEvent> events = new ArrayList<>();
  final AddressEntries addressEntries;
  final LeaseLimits leaseLimits;

  /** Of a table that is not in force yet: nobody. */
  private EventSink eventSink;

  final Map<String, NameEntry> namings = new HashMap<>();
  private final Deadlines deadlines;
  HostAddresses host;

  Table(Policy policy, Limits limits, EventSink eventSink, long now) {
    this.policy = policy;
    this.eventSink = eventSink;
    host = HostAddresses.NONE;
    deadlines = new Deadlines(now);
    addressEntries = new AddressEntries(policy);
    leaseLimits = new LeaseLimits(limits, this::end, this::keep, this::crowded);
  }

  private Table(Policy policy, Table before, long now) {
    this.policy = policy;
    eventSink = _ -> {};
    host = before.host;
    deadlines = new Deadlines(now);
    addressEntries = new AddressEntries(policy);
    leaseLimits = before.leaseLimits.emptied(this::end, this::keep, this::crowded);
  }

  /** A table of another policy that has learned nothing yet, and tells nobody of it. */
  Table emptied(Policy next, long now) {
    return new Table(next, this, now);
  }

  /** Every lease, for {@link EarlierLeases#judge}. */
  List<LeaseCopy> copies() {
    List<LeaseCopy> copies = new ArrayList<>(leaseLimits.leases());
    for (Rule rule : policy.rules()) {
      leaseLimits.forEach(rule, lease -> copies.add(LeaseCopy.of(lease)));
    }
    return copies;
  }

  /** Takes the place of the table that was in force. */
  void follow(Table inForce) {
    eventSink = inForce.eventSink;
    if (!host.equals(inForce.host)) {
      own(inForce.host.own(), inForce.host.networks());
    }
  }

  /** The rules that claim these names: known of a name that gave leases, else looked up. */
  NameMatch match(List<String> names) {
    NameEntry nameEntry = namings.get(names.getFirst());
    return nameEntry != null && nameEntry.match.isOf(names)
        ? nameEntry.match
        : NameMatch.of(names, policy);
  }

  Learned learn(NameMatch match, Address address, int ttl, int client, long now) {
    if (match.isEmpty()) {
      return Learned.UNCONCERNED;
    }
    NameEntry nameEntry = namings.get(match.names().getFirst());
    if (nameEntry == null) {
      nameEntry = new NameEntry(match);
    }
    nameEntry.match = match;
    List<Claim> claims = match.claims();
    boolean ordinary = AddressClass.of(address) == AddressClass.ORDINARY;
    if (!ordinary && !host.mayLearnAny(claims, address)) {
      return Learned.SPECIAL;
    }
    if (host.own().contains(address)) {
      return Learned.OWN;
    }
    AddressEntry addressEntry = addressEntries.get(address);
    if (addressEntry == null) {
      addressEntry = new AddressEntry(address);
    }
    boolean full = false;
    for (int i = 0; i < claims.size(); i++) {
      Claim claim = claims.get(i);
      if (ordinary || host.mayLearn(claim, address)) {
        long expires = now + 1000L * claim.rule().ttl().clamp(ttl);
        full |= !hold(addressEntry, nameEntry, claim, expires, client, now);
      }
    }
    return full ? Learned.FULL : addressEntry.changed ? Learned.PENDING : Learned.KNOWN;
  }

  /** Whether {@link #learn} would only renew: what names lead to an address for is carried. */
  boolean knows(NameMatch match, Address address) {
    if (host.own().contains(address) || !host.mayLearnAny(match.claims(), address)) {
      return true;
    }
    NameEntry nameEntry = namings.get(match.names().getFirst());
    AddressEntry addressEntry = addressEntries.get(address);
    if (nameEntry == null || addressEntry == null || addressEntry.changed) {
      return false;
    }
    return match.claims().stream()
        .filter(claim -> host.mayLearn(claim, address))
        .allMatch(claim -> addressEntry.find(nameEntry, claim.order()).isPresent());
  }

  private boolean hold(
      AddressEntry addressEntry,
      NameEntry nameEntry,
      Claim claim,
      long expires,
      int client,
      long now) {
    Optional<Lease> found = addressEntry.find(nameEntry, claim.order());
    if (found.isPresent()) {
      renew(found.get(), claim, expires, client, now);
      return true;
    }
    if (!leaseLimits.make(addressEntry, nameEntry, claim, client)) {
      return cover(addressEntry, claim, expires, client, now);
    }
    // Making room may have ended the last lease of either.
    addressEntries.put(addressEntry);
    namings.put(nameEntry.name(), nameEntry);
    Lease lease = add(addressEntry, nameEntry, claim, expires, now, client);
    lease.stored = expires;
    events.add(new LeaseEvent.Held(nameEntry.match.names(), addressEntry.address, expires));
    eventSink.tell(
        new Event.Learned(
            nameEntry.match.names(),
            addressEntry.address,
            claim.rule().name(),
            (expires - now) / 1000));
    return true;
  }

  /** Where there is no room, a lease of the same rule keeps the address where it belongs. */
  private boolean cover(
      AddressEntry addressEntry, Claim claim, long expires, int client, long now) {
    for (Lease lease : addressEntry.leases) {
      if (lease.claim.order() == claim.order() && !claim.beats(lease.claim)) {
        renew(lease, lease.claim, expires, client, now);
        return true;
      }
    }
    return false;
  }

  private void renew(Lease lease, Claim claim, long expires, int client, long now) {
    lease.seen = now;
    leaseLimits.seenAgain(lease, client);
    if (lease.expires < expires) {
      extend(lease, expires);
    }
    if (lease.draining && lease.due() > now) {
      lease.draining = false;
      deadlines.add(lease);
    }
    if (!lease.claim.equals(claim)) {
      lease.claim = claim;
      addressEntries.judge(lease.addressEntry);
    }
  }

  private void extend(Lease lease, long expires) {
    lease.expires = expires;
    if (expires - lease.stored > STORE_STEP) {
      lease.stored = expires;
      events.add(
          new LeaseEvent.Held(lease.nameEntry.match.names(), lease.addressEntry.address, expires));
    }
  }

  /** It was used while it drained: the time for which it is kept starts again at that use. */
  private void keep(Lease lease) {
    extend(lease, lease.used);
    lease.draining = false;
    deadlines.add(lease);
  }

  /** Holds an address for a rule. */
  Lease add(
      AddressEntry addressEntry,
      NameEntry nameEntry,
      Claim claim,
      long expires,
      long seen,
      int client) {
    LruList share = leaseLimits.share(claim.rule(), client);
    Lease lease = new Lease(addressEntry, nameEntry, claim, share);
    lease.expires = expires;
    lease.seen = seen;
    addressEntry.leases.add(lease);
    nameEntry.leases.add(lease);
    leaseLimits.add(lease);
    deadlines.add(lease);
    addressEntries.judge(addressEntry);
    return lease;
  }

  private void end(Lease lease) {
    lease.ended = true;
    AddressEntry addressEntry = lease.addressEntry;
    NameEntry nameEntry = lease.nameEntry;
    addressEntry.leases.remove(lease);
    nameEntry.leases.remove(lease);
    leaseLimits.remove(lease);
    deadlines.remove(lease);
    if (nameEntry.leases.isEmpty()) {
      namings.remove(nameEntry.name());
    }
    if (addressEntry.leases.stream().noneMatch(other -> other.nameEntry == nameEntry)) {
      events.add(new LeaseEvent.Ended(nameEntry.name(), addressEntry.address));
    }
    eventSink.tell(
        new Event.Ended(nameEntry.name(), addressEntry.address, lease.claim.rule().name()));
    addressEntries.judge(addressEntry);
  }

  private void crowded(Rule rule) {
    eventSink.tell(
        new Event.Faulty(
            "rule "
                + rule.name()
                + " has no room for more addresses, and a client has asked for more than its share"
                + " of them: its own make room for those of others"));
  }

  void advance(long now) {
    deadlines.advance(now, leaseLimits::drain);
  }

  Set<Address> own() {
    return host.own();
  }

  /** What belongs to this host is never learned, and given up if it was. */
  void own(Set<Address> addresses, List<Network> networks) {
    HostAddresses now = new HostAddresses(addresses, networks);
    boolean more = !host.contains(now);
    host = now;
    if (more) {
      for (AddressEntry addressEntry : List.copyOf(addressEntries.all())) {
        if (host.excludes(addressEntry.address)) {
          List.copyOf(addressEntry.leases).forEach(this::end);
        }
      }
    }
  }

  Optional<NameEntry> naming(String name) {
    return Optional.ofNullable(namings.get(name));
  }
}
