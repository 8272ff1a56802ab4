package waymark.engine;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Claim;

/**
 * Takes leases over into a table, as its policy judges them: those of the table before, those from
 * before a restart, and those that were held under this policy before.
 */
record EarlierLeases(Table table) {

  /** Takes the leases of another table over, as its own policy judges them. */
  void judge(List<LeaseCopy> leases) {
    leases.stream().sorted(Comparator.comparingLong(LeaseCopy::seen)).forEach(this::judge);
    table.namings.values().removeIf(nameEntry -> nameEntry.leases.isEmpty());
  }

  private void judge(LeaseCopy lease) {
    NameEntry nameEntry =
        table.namings.computeIfAbsent(
            lease.names().getFirst(),
            _ -> new NameEntry(NameMatch.of(lease.names(), table.policy)));
    if (nameEntry.match.isEmpty()) {
      table.events.add(new LeaseEvent.Ended(lease.names().getFirst(), lease.address()));
      return;
    }
    AddressEntry addressEntry = table.addressEntries.of(lease.address());
    if (!table.host.mayLearnAny(nameEntry.match.claims(), addressEntry.address)) {
      table.events.add(new LeaseEvent.Ended(nameEntry.name(), addressEntry.address));
      table.addressEntries.forgetUnused(addressEntry);
    }
    for (Claim claim : nameEntry.match.claims()) {
      if (table.host.mayLearn(claim, addressEntry.address)
          && addressEntry.find(nameEntry, claim.order()).isEmpty()) {
        table.add(addressEntry, nameEntry, claim, lease.expires(), lease.seen(), lease.client())
                .stored =
            lease.stored();
      }
    }
  }

  /**
   * Takes a lease back that was held before a restart.
   *
   * @param expires as it was written; one that is further ahead than any answer would make it was
   *     written by another clock
   */
  void restore(List<String> names, Address address, long expires, long now) {
    NameMatch match = NameMatch.of(names, table.policy);
    if (table.host.excludes(address) || !table.host.mayLearnAny(match.claims(), address)) {
      return;
    }
    NameEntry nameEntry =
        table.namings.computeIfAbsent(names.getFirst(), _ -> new NameEntry(match));
    nameEntry.match = match;
    AddressEntry addressEntry = table.addressEntries.of(address);
    for (Claim claim : match.claims()) {
      if (table.host.mayLearn(claim, address)
          && addressEntry.find(nameEntry, claim.order()).isEmpty()) {
        long latest = now + 1000L * claim.rule().ttl().max();
        // The lease store may be this much behind a renewal.
        long until = Math.min(expires + Table.STORE_STEP, latest);
        table.add(addressEntry, nameEntry, claim, until, now, Engine.NO_CLIENT).stored =
            Math.min(expires, latest);
      }
    }
  }

  /**
   * Takes leases back that were held under this policy before; of names that are known it knows
   * better.
   */
  void remember(List<LeaseEvent.Held> held, long now) {
    Set<String> known = Set.copyOf(table.namings.keySet());
    for (LeaseEvent.Held lease : held) {
      if (isInForce(lease, now) && !known.contains(lease.name())) {
        restore(lease.names(), lease.address(), lease.expires(), now);
        if (table.namings.containsKey(lease.name())) {
          table.events.add(lease);
        }
      }
    }
  }

  /** Whether a rule still claims its name, and its time is not over. */
  private boolean isInForce(LeaseEvent.Held lease, long now) {
    for (Claim claim : NameMatch.of(lease.names(), table.policy).claims()) {
      if (lease.expires() + 1000L * claim.rule().ttl().keep() > now) {
        return true;
      }
    }
    return false;
  }
}
