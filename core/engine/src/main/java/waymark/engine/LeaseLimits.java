package waymark.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Rule;

/**
 * How many leases there are and may be, and which end to make room for others: such as nothing
 * uses, those that drain first, then the longest unseen.
 */
final class LeaseLimits {
  /** An ended lease waits for this many scans that find its address unused. */
  private static final int SCANS_UNUSED = 2;

  private static final Comparator<Lease> AGE =
      Comparator.comparingLong((Lease lease) -> lease.seen)
          .thenComparingInt(lease -> lease.claim.order());

  private final Limits limits;
  private final Consumer<Lease> end;
  private final Consumer<Lease> keep;
  private final IdentityHashMap<Rule, LruList> agesByRule = new IdentityHashMap<>();
  private final ArrayList<Lease> draining = new ArrayList<>();
  private int leases;
  private Set<Address> used = Set.of();

  /** What was sighted after this may be in use although no scan has shown it. */
  private long usedAsOf = Long.MIN_VALUE;

  /** Whether every lease was found to be in use, and no scan has been since. */
  private boolean allUsed;

  /** Whether something found no room since the last scan. */
  private boolean wanted;

  /**
   * @param end ends a lease, which is then taken out by {@link #remove}
   * @param keep keeps one for some time more, because it was used while it drained
   */
  LeaseLimits(Limits limits, Consumer<Lease> end, Consumer<Lease> keep) {
    this.limits = limits;
    this.end = end;
    this.keep = keep;
  }

  /** An empty one that knows what was in use when this one was told last. */
  LeaseLimits emptied(Consumer<Lease> end, Consumer<Lease> keep) {
    LeaseLimits leaseLimits = new LeaseLimits(limits, end, keep);
    leaseLimits.used = used;
    leaseLimits.usedAsOf = usedAsOf;
    return leaseLimits;
  }

  /** One that was just seen. */
  void add(Lease lease) {
    ages(lease.claim.rule()).add(lease);
    leases++;
  }

  void remove(Lease lease) {
    ages(lease.claim.rule()).remove(lease);
    leases--;
  }

  void seenAgain(Lease lease) {
    ages(lease.claim.rule()).seenAgain(lease);
  }

  /** From now on it is kept only for the connections that still use the address. */
  void drain(Lease lease) {
    lease.draining = true;
    lease.scansUnused = 0;
    if (!lease.listed) {
      lease.listed = true;
      draining.add(lease);
    }
  }

  /** What conntrack showed in a scan that began at {@code asOf}. */
  void used(Set<Address> addresses, long asOf) {
    used = addresses;
    usedAsOf = asOf;
    allUsed = false;
    wanted = false;
    agesByRule.values().forEach(lruList -> lruList.allUsed = false);
    draining.removeIf(
        lease -> {
          if (lease.ended || !lease.draining) {
            lease.listed = false;
            return true;
          }
          if (addresses.contains(lease.addressEntry.address)) {
            lease.scansUnused = 0;
            lease.used = asOf;
            return false;
          }
          lease.scansUnused++;
          if (lease.scansUnused < SCANS_UNUSED) {
            return false;
          }
          lease.listed = false;
          (lease.isKeptForUse() ? keep : end).accept(lease);
          return true;
        });
  }

  /** Whether a scan of the connections would tell something. */
  boolean wantsScan() {
    return !draining.isEmpty() || wanted || leases > limits.leases() / 2 || isAnyRuleHalfFull();
  }

  private boolean isAnyRuleHalfFull() {
    for (LruList lruList : agesByRule.values()) {
      if (lruList.size() > limits.leasesPerRule() / 2) {
        return true;
      }
    }
    return false;
  }

  /** Whether there is room for one more, if need be because others ended. */
  boolean make(AddressEntry addressEntry, NameEntry nameEntry, Claim claim) {
    boolean room =
        (nameEntry.leases.size() < limits.addressesPerName() || evictOne(nameEntry.leases))
            && (addressEntry.leases.size() < limits.namesPerAddress()
                || evictOne(addressEntry.leases))
            && (leases(claim.rule()) < limits.leasesPerRule() || evict(ages(claim.rule())))
            && (leases < limits.leases() || evictAny());
    wanted |= !room;
    return room;
  }

  private boolean evictOne(List<Lease> from) {
    Optional<Lease> idle =
        from.stream()
            .filter(this::isIdle)
            .min(
                Comparator.comparing((Lease lease) -> !lease.draining)
                    .thenComparingLong(lease -> lease.seen));
    idle.ifPresent(end);
    return idle.isPresent();
  }

  private boolean evict(LruList lruList) {
    int count = limits.leasesPerRule() / 100 + 1;
    if (!lruList.allUsed) {
      lruList.allUsed =
          !evict(List.of(lruList), lease -> ages(lease.claim.rule()) == lruList, count);
    }
    return !lruList.allUsed;
  }

  private boolean evictAny() {
    if (!allUsed) {
      allUsed = !evict(agesByRule.values(), _ -> true, limits.leases() / 100 + 1);
    }
    return !allUsed;
  }

  /** Ends up to {@code count} leases that nothing uses: draining ones first, then the oldest. */
  private boolean evict(Collection<LruList> from, Predicate<Lease> among, int count) {
    int ended = 0;
    for (int i = 0; i < draining.size() && ended < count; i++) {
      Lease lease = draining.get(i);
      if (lease.draining && !lease.ended && among.test(lease) && isIdle(lease)) {
        end.accept(lease);
        ended++;
      }
    }
    PriorityQueue<Lease> oldest = new PriorityQueue<>(AGE);
    for (LruList lruList : from) {
      Lease first = lruList.oldest();
      if (first != null) {
        oldest.add(first);
      }
    }
    for (Lease lease = oldest.poll(); lease != null && ended < count; lease = oldest.poll()) {
      if (lease.younger != null) {
        oldest.add(lease.younger);
      }
      if (isIdle(lease)) {
        end.accept(lease);
        ended++;
      }
    }
    return ended > 0;
  }

  /** Whether the last scan would have shown a connection, and has not. */
  private boolean isIdle(Lease lease) {
    return lease.seen < usedAsOf && !used.contains(lease.addressEntry.address);
  }

  private LruList ages(Rule rule) {
    LruList found = agesByRule.get(rule);
    if (found == null) {
      found = new LruList();
      agesByRule.put(rule, found);
    }
    return found;
  }

  int leases() {
    return leases;
  }

  int leases(Rule rule) {
    LruList lruList = agesByRule.get(rule);
    return lruList == null ? 0 : lruList.size();
  }

  /** Shows each lease of a rule, the longest unseen first. */
  void forEach(Rule rule, Consumer<Lease> visitor) {
    for (Lease lease = ages(rule).oldest(); lease != null; lease = lease.younger) {
      visitor.accept(lease);
    }
  }
}
