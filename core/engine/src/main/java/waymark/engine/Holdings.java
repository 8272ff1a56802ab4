package waymark.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.Policy;

/** The addresses that are held, and for which of them the plane does not carry what it should. */
final class Holdings {
  private final Policy policy;
  private final Map<Address, Holding> held = new HashMap<>();
  private final ArrayList<Holding> changed = new ArrayList<>();

  Holdings(Policy policy) {
    this.policy = policy;
  }

  @Nullable Holding get(Address address) {
    return held.get(address);
  }

  Optional<Holding> find(Address address) {
    return Optional.ofNullable(held.get(address));
  }

  /** The one of this address, made if need be. */
  Holding of(Address address) {
    return held.computeIfAbsent(address, Holding::new);
  }

  void put(Holding holding) {
    held.put(holding.address, holding);
  }

  Collection<Holding> all() {
    return held.values();
  }

  /** Its leases are others, or their claims. */
  void judge(Holding holding) {
    if (!holding.changed && !holding.target(policy).equals(holding.carried)) {
      holding.changed = true;
      changed.add(holding);
    } else {
      forgetUnused(holding);
    }
  }

  /** One without leases stays while the plane may carry something for it. */
  void forgetUnused(Holding holding) {
    if (holding.leases.isEmpty() && !holding.changed) {
      held.remove(holding.address);
    }
  }

  /** Whether the plane carries what it should. */
  boolean areCarried() {
    return changed.isEmpty();
  }

  /** The changes that make the plane true. */
  List<Change> changes() {
    ArrayList<Change> changes = new ArrayList<>(changed.size());
    for (Holding holding : changed) {
      Decision target = holding.target(policy);
      if (!target.equals(holding.carried)) {
        changes.add(new Change(holding.address, holding.carried, target));
      }
    }
    return changes;
  }

  /** The plane carries all changes. */
  void carried() {
    for (Holding holding : changed) {
      holding.changed = false;
      holding.carried = holding.target(policy);
      forgetUnused(holding);
    }
    changed.clear();
  }

  /** Every address that the plane should carry. */
  Map<Address, Decision> targets() {
    Map<Address, Decision> targets = HashMap.newHashMap(held.size());
    for (Holding holding : held.values()) {
      Decision target = holding.target(policy);
      if (!target.isNone()) {
        targets.put(holding.address, target);
      }
    }
    return targets;
  }

  /** Whether the winning rule of an address has open connections go where it says. */
  boolean areMoved(Address address) {
    Claim winner = winner(address);
    return winner != null && winner.rule().reconnect();
  }

  private @Nullable Claim winner(Address address) {
    Holding holding = held.get(address);
    return holding == null ? null : holding.winner();
  }

  /** Those of these addresses whose winning rule leaves open connections alone. */
  Set<Address> staying(Collection<Address> addresses) {
    Set<Address> staying = new HashSet<>();
    for (Address address : addresses) {
      Claim winner = winner(address);
      if (winner != null && !winner.rule().reconnect()) {
        staying.add(address);
      }
    }
    return staying;
  }
}
