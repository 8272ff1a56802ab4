package waymark.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.Policy;
import waymark.policy.Rule;

/** The addresses that have leases, and those of them for which the plane is out of date. */
final class AddressEntries {
  private final Policy policy;
  private final Map<Address, AddressEntry> held = new HashMap<>();
  private final ArrayList<AddressEntry> changed = new ArrayList<>();

  /** So many of the changed, from the first on, are on their way to the plane. */
  private int applied;

  AddressEntries(Policy policy) {
    this.policy = policy;
  }

  @Nullable AddressEntry get(Address address) {
    return held.get(address);
  }

  Optional<AddressEntry> find(Address address) {
    return Optional.ofNullable(held.get(address));
  }

  /** The entry of an address, made if there is none. */
  AddressEntry of(Address address) {
    return held.computeIfAbsent(address, AddressEntry::new);
  }

  void put(AddressEntry addressEntry) {
    held.put(addressEntry.address, addressEntry);
  }

  Collection<AddressEntry> all() {
    return held.values();
  }

  /** Decides again, after its leases or their claims have changed. */
  void judge(AddressEntry addressEntry) {
    addressEntry.leasesChanged();
    if (!addressEntry.changed && !addressEntry.target(policy).equals(addressEntry.carried)) {
      addressEntry.changed = true;
      changed.add(addressEntry);
    } else {
      forgetUnused(addressEntry);
    }
  }

  /** One without leases stays while the plane may carry something for it. */
  void forgetUnused(AddressEntry addressEntry) {
    if (addressEntry.leases.isEmpty() && !addressEntry.changed) {
      held.remove(addressEntry.address);
    }
  }

  /** Whether the plane carries what it should carry. */
  boolean areCarried() {
    return changed.isEmpty();
  }

  /** The changes that bring the plane up to date. */
  List<Change> changes() {
    ArrayList<Change> changes = new ArrayList<>(changed.size());
    for (AddressEntry addressEntry : changed) {
      Decision target = addressEntry.target(policy);
      addressEntry.applied = target;
      if (!target.equals(addressEntry.carried)) {
        changes.add(new Change(addressEntry.address, addressEntry.carried, target));
      }
    }
    applied = changed.size();
    return changes;
  }

  /** The plane carries the {@link #changes} asked for last. */
  void carried() {
    for (int i = 0; i < applied; i++) {
      AddressEntry addressEntry = changed.get(i);
      addressEntry.carried = addressEntry.applied;
    }
    keepChanged();
  }

  /** The plane carries exactly these addresses. */
  void carried(Map<Address, Decision> hosts) {
    for (AddressEntry addressEntry : changed) {
      addressEntry.carried = hosts.getOrDefault(addressEntry.address, Decision.NONE);
    }
    keepChanged();
  }

  /** Has addresses that the plane should carry take in what changed, as if it carried that. */
  void update(Map<Address, Decision> hosts) {
    for (AddressEntry addressEntry : changed) {
      Decision target = addressEntry.target(policy);
      if (target.isNone()) {
        hosts.remove(addressEntry.address);
      } else {
        hosts.put(addressEntry.address, target);
      }
    }
    carried(hosts);
  }

  /** Those stay changed that changed again while the plane was at work. */
  private void keepChanged() {
    applied = 0;
    int kept = 0;
    for (int i = 0; i < changed.size(); i++) {
      AddressEntry addressEntry = changed.get(i);
      if (addressEntry.target(policy).equals(addressEntry.carried)) {
        addressEntry.changed = false;
        forgetUnused(addressEntry);
      } else {
        changed.set(kept++, addressEntry);
      }
    }
    changed.subList(kept, changed.size()).clear();
  }

  /** Every address that the plane should carry. */
  Map<Address, Decision> targets() {
    Map<Address, Decision> targets = HashMap.newHashMap(held.size());
    for (AddressEntry addressEntry : held.values()) {
      Decision target = addressEntry.target(policy);
      if (!target.isNone()) {
        targets.put(addressEntry.address, target);
      }
    }
    return targets;
  }

  /** Whether the winning rule of an address moves open connections to where it leads. */
  boolean areMoved(Address address) {
    Claim winner = winner(address);
    return winner != null && winner.rule().reconnect();
  }

  private @Nullable Claim winner(Address address) {
    AddressEntry addressEntry = held.get(address);
    return addressEntry == null ? null : addressEntry.winner();
  }

  /**
   * Those of these addresses whose winning rule leaves open connections alone.
   *
   * @param leavesAlone whether a rule does that
   */
  Set<Address> staying(Collection<Address> addresses, Predicate<Rule> leavesAlone) {
    Set<Address> staying = new HashSet<>();
    if (policy.rules().stream().noneMatch(leavesAlone)) {
      // Answers wait meanwhile, and there may be a hundred thousand addresses.
      return staying;
    }
    for (Address address : addresses) {
      Claim winner = winner(address);
      if (winner != null && leavesAlone.test(winner.rule())) {
        staying.add(address);
      }
    }
    return staying;
  }
}
