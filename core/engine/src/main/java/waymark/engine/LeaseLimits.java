package waymark.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Rule;

/**
 * How many leases there are and may be, and which end to make room for others: such as nothing
 * uses, those that drain first, then the longest unseen of the client that has most.
 *
 * <p>A client that has its share or more makes room among those that have no less. One that has
 * less finds room: if nothing is idle, then a client that has more than its share loses even what
 * is in use.
 */
final class LeaseLimits {
  /** An ended lease waits for this many scans that find its address unused. */
  private static final int SCANS_UNUSED = 2;

  /** One of so many parts is the share that a client has for certain. */
  private static final int PARTS = 16;

  /** Of all leases, one in so many ends at once, so that room need not be made for each. */
  private static final int BATCH = 100;

  private final Limits limits;
  private final Consumer<Lease> end;
  private final Consumer<Lease> keep;
  private final Consumer<Rule> crowded;
  private final IdentityHashMap<Rule, Shares> byRule = new IdentityHashMap<>();
  private final ArrayList<Lease> draining = new ArrayList<>();
  private int leases;
  private Set<Address> used = Set.of();

  /** What was sighted after this may be in use although no scan has shown it. */
  private long usedAsOf = Long.MIN_VALUE;

  /** Whether none that drains was found to be idle since the last scan. */
  private boolean noneDrains;

  /** Leases that ended because others needed their room. */
  private long evicted;

  /** Whether something found no room since the last scan. */
  private boolean wanted;

  /**
   * @param end ends a lease, which is then taken out by {@link #remove}
   * @param keep keeps one for some time more, because it was used while it drained
   * @param crowded is told once that a rule is full, and a client has more than its share of it
   */
  LeaseLimits(Limits limits, Consumer<Lease> end, Consumer<Lease> keep, Consumer<Rule> crowded) {
    this.limits = limits;
    this.end = end;
    this.keep = keep;
    this.crowded = crowded;
  }

  /** An empty one that knows what was in use when this one was told last. */
  LeaseLimits emptied(Consumer<Lease> end, Consumer<Lease> keep, Consumer<Rule> crowded) {
    LeaseLimits leaseLimits = new LeaseLimits(limits, end, keep, crowded);
    leaseLimits.used = used;
    leaseLimits.usedAsOf = usedAsOf;
    leaseLimits.evicted = evicted;
    return leaseLimits;
  }

  /** The list for a lease that is then added. */
  LruList share(Rule rule, int client) {
    return shares(rule).of(client);
  }

  /** One that was just seen. */
  void add(Lease lease) {
    shares(lease.claim.rule()).add(lease);
    leases++;
  }

  void remove(Lease lease) {
    shares(lease.claim.rule()).remove(lease);
    leases--;
  }

  void seenAgain(Lease lease, int client) {
    shares(lease.claim.rule()).seenAgain(lease, client, limits.leasesPerRule() / PARTS);
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
    noneDrains = false;
    wanted = false;
    for (Shares shares : byRule.values()) {
      shares.noneDrains = false;
      shares.all().forEach(LruList::scanned);
    }
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
    for (Shares shares : byRule.values()) {
      if (shares.size() > limits.leasesPerRule() / 2) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether there is room for one more, if need be because others ended.
   *
   * @param client that asked for it
   */
  boolean make(AddressEntry addressEntry, NameEntry nameEntry, Claim claim, int client) {
    boolean room =
        (nameEntry.leases.size() < limits.addressesPerName() || evictOne(nameEntry.leases))
            && (addressEntry.leases.size() < limits.namesPerAddress()
                || evictOne(addressEntry.leases))
            && (leases(claim.rule()) < limits.leasesPerRule() || evict(claim.rule(), client))
            && (leases < limits.leases() || evictAny(client));
    wanted |= !room;
    return room;
  }

  private boolean evictOne(List<Lease> from) {
    Map<Integer, Integer> byClient = new HashMap<>();
    from.forEach(lease -> byClient.merge(lease.share.client, 1, Integer::sum));
    Optional<Lease> idle =
        from.stream()
            .filter(lease -> use(lease) == Use.IDLE)
            .min(
                Comparator.comparing((Lease lease) -> !lease.draining)
                    .thenComparingInt(lease -> -byClient.getOrDefault(lease.share.client, 0))
                    .thenComparingLong(lease -> lease.seen));
    idle.ifPresent(this::evict);
    return idle.isPresent();
  }

  private void evict(Lease lease) {
    evicted++;
    end.accept(lease);
  }

  private boolean evict(Rule rule, int client) {
    Shares shares = shares(rule);
    int count = limits.leasesPerRule() / BATCH + 1;
    int ended = 0;
    if (!shares.noneDrains) {
      ended = evictDraining(lease -> shares(lease.claim.rule()) == shares, count);
      shares.noneDrains = ended == 0;
    }
    int share = limits.leasesPerRule() / PARTS;
    Eviction eviction = new Eviction(shares.all(), this::use, this::evict);
    if (!shares.told && eviction.isAnyOver(share)) {
      shares.told = true;
      crowded.accept(rule);
    }
    return ended > 0 || evict(eviction, client, share, count);
  }

  private boolean evictAny(int client) {
    int count = limits.leases() / BATCH + 1;
    int ended = 0;
    if (!noneDrains) {
      ended = evictDraining(_ -> true, count);
      noneDrains = ended == 0;
    }
    if (ended > 0) {
      return true;
    }
    List<LruList> all = new ArrayList<>();
    byRule.values().forEach(shares -> all.addAll(shares.all()));
    Eviction eviction = new Eviction(all, this::use, this::evict);
    return evict(eviction, client, limits.leases() / PARTS, count);
  }

  private static boolean evict(Eviction eviction, int client, int share, int count) {
    int own = eviction.size(client);
    if (own > share) {
      return eviction.end(Use.IDLE, Math.max(share, own - count), count) > 0;
    }
    return eviction.end(Use.IDLE, share, count) > 0
        || eviction.end(Use.RECENT, share, count) > 0
        || eviction.end(Use.IDLE, 0, count) > 0
        || eviction.end(Use.USED, share, count) > 0;
  }

  /** Ends up to {@code count} of those that drain and nothing uses. */
  private int evictDraining(Predicate<Lease> among, int count) {
    int ended = 0;
    for (int i = 0; i < draining.size() && ended < count; i++) {
      Lease lease = draining.get(i);
      if (lease.draining && !lease.ended && among.test(lease) && use(lease) == Use.IDLE) {
        evict(lease);
        ended++;
      }
    }
    return ended;
  }

  /** By the last scan of the connections. */
  private Use use(Lease lease) {
    if (used.contains(lease.addressEntry.address)) {
      return Use.USED;
    }
    return lease.seen < usedAsOf ? Use.IDLE : Use.RECENT;
  }

  private Shares shares(Rule rule) {
    Shares found = byRule.get(rule);
    if (found == null) {
      found = new Shares();
      byRule.put(rule, found);
    }
    return found;
  }

  /** Leases that ended because others needed their room. */
  long evicted() {
    return evicted;
  }

  int leases() {
    return leases;
  }

  int leases(Rule rule) {
    Shares shares = byRule.get(rule);
    return shares == null ? 0 : shares.size();
  }

  /** Whether it is nearly full, and was full when a client had more than its share. */
  boolean isCrowded(Rule rule) {
    Shares shares = byRule.get(rule);
    int most = limits.leasesPerRule();
    return shares != null && shares.told && shares.size() >= most - most / 10;
  }

  /** Shows each lease of a rule, and of each client the longest unseen first. */
  void forEach(Rule rule, Consumer<Lease> visitor) {
    for (LruList lruList : shares(rule).all()) {
      for (Lease lease = lruList.oldest(); lease != null; lease = lease.younger) {
        visitor.accept(lease);
      }
    }
  }
}
