package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.table.SetText;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * What is decided for addresses and networks, and the sets of the table that they are in because of
 * it.
 *
 * @param byName what is decided, by the name of its target
 * @param learned the sets of addresses
 * @param nets the sets of static networks
 */
public record NftablesTargets(Map<String, Decision> byName, LearnedSets learned, StaticSets nets) {
  /**
   * The targets of a policy; the default's is the last.
   *
   * @param decisions what is decided about addresses besides
   */
  public static NftablesTargets of(
      Policy policy,
      Collection<Decision> decisions,
      LinkNumbers numbers,
      LearnedSets learned,
      StaticSets nets) {
    List<Decision> all = new ArrayList<>(policy.decisions());
    all.addAll(decisions);
    all.add(policy.decide(List.of(policy.fallback())));
    Map<String, Decision> byName = new LinkedHashMap<>();
    all.forEach(decision -> byName.putIfAbsent(numbers.target(decision), decision));
    return new NftablesTargets(Collections.unmodifiableMap(byName), learned, nets);
  }

  /**
   * Shows what matches packets to the addresses of each target, those that were learned first, and
   * the target.
   */
  void destinations(boolean ipv4, BiConsumer<String, String> visitor) {
    for (String target : byName.keySet()) {
      visitor.accept(in(ipv4, "daddr", learned.name(ipv4, target)), target);
    }
    nets.names(ipv4).forEach((target, set) -> visitor.accept(in(ipv4, "daddr", set), target));
  }

  /** What matches packets from the addresses of a target. */
  List<String> sources(boolean ipv4, String target) {
    List<String> matches = new ArrayList<>();
    matches.add(in(ipv4, "saddr", learned.name(ipv4, target)));
    String set = nets.names(ipv4).get(target);
    if (set != null) {
      matches.add(in(ipv4, "saddr", set));
    }
    return matches;
  }

  private static String in(boolean ipv4, String side, String set) {
    return (ipv4 ? "ip " : "ip6 ") + side + " @" + set + " ";
  }

  /** The names of the sets of learned addresses. */
  Set<String> hostSets() {
    Set<String> names = new LinkedHashSet<>();
    for (String target : byName.keySet()) {
      names.add(learned.name(true, target));
      names.add(learned.name(false, target));
    }
    return names;
  }

  /** The names of all sets. */
  Set<String> sets() {
    Set<String> names = hostSets();
    names.addAll(nets.sizes().keySet());
    return names;
  }

  /** The text that adds the sets of learned addresses that are not there yet. */
  String addHostSets() {
    StringBuilder text = new StringBuilder();
    hostSets().forEach(set -> text.append(SetText.add(set)));
    return text.toString();
  }

  /** The sets, a line each, for people to compare. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    hostSets().forEach(set -> lines.add("set " + set));
    nets.sizes().forEach((set, size) -> lines.add("set " + set + ": " + size + " intervals"));
    return lines;
  }
}
