package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Targets;
import waymark.kernel.table.EndedSets;
import waymark.kernel.table.ResetSets;
import waymark.kernel.table.SetText;
import waymark.policy.Decision;
import waymark.policy.Policy;

/**
 * What is decided for addresses and networks, and the sets of the table that they are in because of
 * it.
 *
 * @param byName what is decided, by the name of its target; the default's is the last
 * @param numbers by which targets are named
 * @param learned the sets of addresses
 * @param nets the sets of static networks
 */
public record NftablesTargets(
    Map<String, Decision> byName, LinkNumbers numbers, LearnedSets learned, StaticSets nets)
    implements Targets {
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
    return new NftablesTargets(Collections.unmodifiableMap(byName), numbers, learned, nets);
  }

  @Override
  public String nameOf(Decision decision) {
    return numbers.target(decision);
  }

  @Override
  public String learned(Family family, String target) {
    return learned.name(family.isIpv4(), target);
  }

  @Override
  public Map<String, String> networks(Family family) {
    return nets.names(family.isIpv4());
  }

  @Override
  public String ended(Family family) {
    return EndedSets.name(family.isIpv4());
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
    names.addAll(EndedSets.NAMES);
    names.addAll(ResetSets.NAMES);
    names.addAll(nets.sizes().keySet());
    return names;
  }

  /** The text that adds the sets of addresses that are not there yet. */
  String addHostSets() {
    StringBuilder text = new StringBuilder(EndedSets.add() + ResetSets.add());
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
