package waymark.engine;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import waymark.policy.Rule;

/**
 * The engine's figures at one moment.
 *
 * @param rules in the order of the policy
 * @param leases in all
 * @param addresses that have a lease
 * @param conflicts addresses that rules claim through names that differ
 * @param sightings since the start, by what became of them
 * @param failures transactions that the plane could not make
 * @param repaired how often each part of the kernel state was repaired
 * @param evicted leases that ended because others needed their room
 */
public record Snapshot(
    List<OfRule> rules,
    int leases,
    int addresses,
    int conflicts,
    Map<Learned, Long> sightings,
    long failures,
    Map<String, Long> repaired,
    long evicted) {

  static Snapshot of(
      Table table, Map<Learned, Long> sightings, long failures, Map<String, Long> repaired) {
    IdentityHashMap<Rule, int[]> draining = new IdentityHashMap<>();
    int conflicts = 0;
    for (AddressEntry addressEntry : table.addressEntries.all()) {
      conflicts += addressEntry.isConflict() ? 1 : 0;
      for (Lease lease : addressEntry.leases) {
        if (lease.draining) {
          draining.computeIfAbsent(lease.claim.rule(), rule -> new int[1])[0]++;
        }
      }
    }
    List<OfRule> rules = new ArrayList<>();
    for (Rule rule : table.policy.rules()) {
      int drain = draining.getOrDefault(rule, new int[1])[0];
      LeaseLimits leaseLimits = table.leaseLimits;
      rules.add(new OfRule(rule, leaseLimits.leases(rule), drain, leaseLimits.isCrowded(rule)));
    }
    return new Snapshot(
        rules,
        table.leaseLimits.leases(),
        table.addressEntries.all().size(),
        conflicts,
        Map.copyOf(sightings),
        failures,
        Map.copyOf(repaired),
        table.leaseLimits.evicted());
  }

  /** How often anything was. */
  public long repairs() {
    long sum = 0;
    for (long count : repaired.values()) {
      sum += count;
    }
    return sum;
  }

  /**
   * The leases of one rule, and how many of them drain.
   *
   * @param crowded whether it is nearly full, and was full when a client had more than its share
   */
  public record OfRule(Rule rule, int leases, int draining, boolean crowded) {}
}
