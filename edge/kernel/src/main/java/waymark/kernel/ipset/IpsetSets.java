package waymark.kernel.ipset;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import waymark.kernel.links.Prefixes;
import waymark.kernel.plane.Fingerprint;
import waymark.kernel.system.RetryLog;
import waymark.netlink.Ipset;
import waymark.netlink.IpsetContent;
import waymark.netlink.IpsetDefinition;
import waymark.netlink.IpsetEntry;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * The IP sets of all targets: those that are there are taken over, and only what differs is
 * written. What has to come is added first and what has to go is deleted last, so that between the
 * two the rules may change and no address is in no set.
 */
final class IpsetSets {
  private static final Logger log = LoggerFactory.getLogger(IpsetSets.class);

  /** What the names of sets of learned addresses begin with, and of no others. */
  static final String HOSTS = "waymark_";

  /** What the names of sets of static networks begin with. */
  static final String NETWORKS = "waymarkn_";

  private static final int PAUSES_PER_COUNT = 50;

  private final Ipset ipset;

  /** Writes whole sets, for the control thread. */
  private final AddressSets bulk;

  /** Writes what changes in them, for the engine's thread. */
  private final AddressSets changes;

  private final IpsetFiller filler;
  private final RefreshSchedule refreshSchedule;

  /** How many entries each set has. */
  private final Map<String, Integer> counts = new HashMap<>();

  private final Map<String, Set<Network>> surplus = new HashMap<>();

  private final Fingerprint fingerprint = new Fingerprint();
  private long countAgain = System.nanoTime();

  private final RetryLog renewal =
      new RetryLog(
          log,
          "Learned addresses cannot be renewed, and will end",
          "Learned addresses are renewed again");

  /**
   * @param timeout so long learned addresses stay unless they are renewed; zero: until they are
   *     taken out
   * @param nanos the time, counted from anywhere
   */
  IpsetSets(
      Ipset ipset, AddressSets bulk, AddressSets changes, Duration timeout, LongSupplier nanos) {
    this.ipset = ipset;
    this.bulk = bulk;
    this.changes = changes;
    filler = new IpsetFiller(ipset, bulk, timeout);
    refreshSchedule = new RefreshSchedule(timeout, nanos);
  }

  /** Fills whole sets, for {@link #take}. */
  IpsetFiller filler() {
    return filler;
  }

  /** All sets are filled from now on, until {@link #trim}. */
  void begin() {
    refreshSchedule.clear();
    // Of a fill that was not trimmed: what was too much then may be wanted now.
    surplus.clear();
    fingerprint.begin();
    fingerprint.clear();
  }

  private static long hash(String set, Network network) {
    Address base = network.base();
    return Fingerprint.hash(set, base.high(), base.low(), network.prefix());
  }

  /** From now on a set is what it was filled with. */
  void take(IpsetFiller.Filled set) {
    set.wanted().forEach(network -> fingerprint.include(hash(set.name(), network)));
    made(set.name(), set.wanted());
    counts.put(set.name(), set.wanted().size() + set.surplus().size());
    if (!set.surplus().isEmpty()) {
      surplus.put(set.name(), set.surplus());
    }
  }

  private void made(String name, Collection<Network> networks) {
    if (filler.timeout(name) != IpsetDefinition.NO_TIMEOUT) {
      networks.forEach(network -> refreshSchedule.made(name, network));
    }
  }

  /** Takes out what is too much, and the sets that are not named here. */
  void trim(Collection<String> kept) {
    surplus.forEach(
        (name, networks) -> {
          bulk.delete(name, networks);
          counts.merge(name, -networks.size(), Integer::sum);
        });
    surplus.clear();
    for (String name : names(ipset)) {
      if (!kept.contains(name)) {
        bulk.destroy(name);
        counts.remove(name);
      }
    }
    fingerprint.ended();
  }

  private static List<String> names(Ipset ipset) {
    return ipset.names().stream()
        .filter(
            name ->
                name.startsWith(HOSTS)
                    || name.startsWith(NETWORKS)
                    || name.startsWith(IpsetFiller.NEW))
        .toList();
  }

  boolean has(String name) {
    return counts.containsKey(name);
  }

  /** Adds entries that were not in. */
  void add(String name, List<Network> networks) {
    networks.forEach(network -> fingerprint.begin(hash(name, network)));
    changes.add(name, networks);
    networks.forEach(network -> fingerprint.added(hash(name, network)));
    made(name, networks);
    counts.merge(name, networks.size(), Integer::sum);
  }

  /** Deletes entries that were in. */
  void delete(String name, List<Network> networks) {
    networks.forEach(network -> fingerprint.begin(hash(name, network)));
    changes.delete(name, networks);
    networks.forEach(network -> fingerprint.removed(hash(name, network)));
    networks.forEach(network -> refreshSchedule.gone(name, network));
    counts.merge(name, -networks.size(), Integer::sum);
  }

  /**
   * Renews some of the entries that would end; what cannot be is tried again.
   *
   * @return whether more should be renewed at once
   */
  boolean renew() {
    List<RefreshSchedule.Entry> next = refreshSchedule.next();
    if (next.isEmpty()) {
      return false;
    }
    Map<String, List<Network>> bySet = new HashMap<>();
    for (RefreshSchedule.Entry entry : next) {
      bySet.computeIfAbsent(entry.set(), set -> new ArrayList<>()).add(entry.network());
    }
    renewal.attempt(
        () -> {
          bySet.forEach(bulk::add);
          bySet.forEach(this::made);
        });
    if (renewal.isFailing()) {
      refreshSchedule.failed();
      return false;
    }
    return next.size() == RefreshSchedule.MOST;
  }

  /** Whether every entry is there, and no other. By any thread. */
  boolean areWhole() {
    try (Ipset other = Ipset.open()) {
      return fingerprint.matches(look -> walk(other, look));
    }
  }

  private static void walk(Ipset ipset, Fingerprint.Look look) {
    for (String name : names(ipset)) {
      for (IpsetEntry entry : ipset.list(name).map(IpsetContent::entries).orElse(List.of())) {
        look.sees(hash(name, Prefixes.network(entry.network())));
      }
    }
  }

  boolean holds(String name, Network network) {
    return ipset.test(name, Prefixes.of(network).address());
  }

  /** Whether every set is there and has as many entries as it should. */
  boolean isIntact() {
    for (Map.Entry<String, Integer> set : counts.entrySet()) {
      OptionalInt count = ipset.count(set.getKey());
      if (count.isEmpty() || count.getAsInt() != set.getValue()) {
        return false;
      }
    }
    return true;
  }

  /** Whether they were when counted last, which is not too long ago. */
  boolean wereIntact() {
    long begin = System.nanoTime();
    if (begin - countAgain < 0) {
      return true;
    }
    boolean intact = isIntact();
    // To count a set the kernel walks through it; that is to be rare enough to cost nothing.
    long now = System.nanoTime();
    countAgain = now + PAUSES_PER_COUNT * (now - begin);
    return intact;
  }

  /** Destroys them all. */
  void remove() {
    names(ipset).forEach(bulk::destroy);
    counts.clear();
    refreshSchedule.clear();
  }
}
