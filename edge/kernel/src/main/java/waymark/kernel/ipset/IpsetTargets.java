package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import waymark.engine.Change;
import waymark.engine.PlaneException;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.plane.CidrCover;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Targets;
import waymark.policy.Address;
import waymark.policy.Decision;
import waymark.policy.Interval;
import waymark.policy.Network;
import waymark.policy.Policy;

/** What is decided for addresses and networks, and the IP sets that they are in because of it. */
public final class IpsetTargets implements Targets {
  /** The longest name of a target that leaves room for the rest of a set's, 31 bytes in all. */
  private static final int LONGEST = 17;

  private final LinkNumbers numbers;
  private final Map<String, Decision> targets = new LinkedHashMap<>();
  private final Map<Decision, String> byDecision = new HashMap<>();

  /** Those that have a set of networks; by family, whether IPv4. */
  private final Map<Boolean, Set<String>> networks = new HashMap<>();

  private IpsetTargets(LinkNumbers numbers) {
    this.numbers = numbers;
  }

  /**
   * The targets of a policy.
   *
   * @param learned what is decided about addresses besides
   */
  public static IpsetTargets of(Policy policy, Collection<Decision> learned, LinkNumbers numbers) {
    IpsetTargets targets = new IpsetTargets(numbers);
    policy.decisions().forEach(targets::add);
    learned.forEach(targets::add);
    targets.add(policy.decide(List.of(policy.fallback())));
    for (Interval interval : policy.intervals()) {
      targets
          .networks
          .computeIfAbsent(interval.first().isIpv4(), ipv4 -> new TreeSet<>())
          .add(name(numbers, interval.decision()));
    }
    return targets;
  }

  /** One more thing that is decided. */
  void add(Decision decision) {
    if (!byDecision.containsKey(decision)) {
      String target = name(numbers, decision);
      targets.putIfAbsent(target, decision);
      byDecision.put(decision, target);
    }
  }

  boolean has(Decision decision) {
    return byDecision.containsKey(decision);
  }

  @Override
  public Map<String, Decision> byName() {
    return Collections.unmodifiableMap(targets);
  }

  @Override
  public String nameOf(Decision decision) {
    return name(numbers, decision);
  }

  @Override
  public String learned(Family family, String target) {
    return hosts(target, family.isIpv4());
  }

  @Override
  public String ended(Family family) {
    return EndedSets.name(family.isIpv4());
  }

  @Override
  public Map<String, String> networks(Family family) {
    Map<String, String> sets = new LinkedHashMap<>();
    for (String target : networks.getOrDefault(family.isIpv4(), Set.of())) {
      sets.put(target, networks(target, family.isIpv4()));
    }
    return sets;
  }

  /** The set of addresses of a decision; exception where it is not among these. */
  String set(Decision decision, boolean ipv4) {
    String target = byDecision.get(decision);
    if (target == null) {
      throw new PlaneException("no set is installed for " + decision);
    }
    return hosts(target, ipv4);
  }

  /**
   * The entries of each set of addresses, by its name.
   *
   * @param families whether IPv4, each
   */
  Map<String, Set<Network>> hosts(Map<Address, Decision> hosts, List<Boolean> families) {
    Map<String, Set<Network>> entries = new LinkedHashMap<>();
    for (boolean ipv4 : families) {
      targets.keySet().forEach(target -> entries.put(hosts(target, ipv4), new HashSet<>()));
    }
    hosts.forEach(
        (address, decision) -> {
          if (families.contains(address.isIpv4())) {
            entries
                .computeIfAbsent(set(decision, address.isIpv4()), set -> new HashSet<>())
                .add(Network.of(address));
          }
        });
    return entries;
  }

  /** The entries of each set of static networks, by its name. */
  static Map<String, Set<Network>> networks(
      Policy policy, LinkNumbers numbers, List<Boolean> families) {
    Map<String, Set<Network>> entries = new LinkedHashMap<>();
    for (Interval interval : policy.intervals()) {
      boolean ipv4 = interval.first().isIpv4();
      if (families.contains(ipv4)) {
        entries
            .computeIfAbsent(
                networks(name(numbers, interval.decision()), ipv4), set -> new HashSet<>())
            .addAll(CidrCover.of(interval));
      }
    }
    return entries;
  }

  /**
   * The addresses of changes, by the set that they come into or leave.
   *
   * @param side of a change
   */
  Map<String, List<Network>> bySet(
      List<Change> changes, Function<Change, Decision> side, List<Boolean> families) {
    Map<String, List<Network>> bySet = new LinkedHashMap<>();
    for (Change change : changes) {
      Decision decision = side.apply(change);
      boolean ipv4 = change.address().isIpv4();
      if (!decision.isNone() && families.contains(ipv4)) {
        bySet
            .computeIfAbsent(set(decision, ipv4), set -> new ArrayList<>())
            .add(Network.of(change.address()));
      }
    }
    return bySet;
  }

  /** What the target of a decision is called. */
  static String name(LinkNumbers numbers, Decision decision) {
    String target = numbers.target(decision);
    return target.length() <= LONGEST ? target : "x" + LinkNumbers.hash(target);
  }

  /** The set of what was learned. */
  static String hosts(String target, boolean ipv4) {
    return IpsetSets.HOSTS + target + (ipv4 ? "" : "v6");
  }

  /** The set of static networks. */
  static String networks(String target, boolean ipv4) {
    return IpsetSets.NETWORKS + target + (ipv4 ? "" : "v6");
  }
}
