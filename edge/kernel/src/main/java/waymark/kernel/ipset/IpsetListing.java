package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.kernel.links.LinkListing;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.links.Surroundings;
import waymark.kernel.model.HostLinks;
import waymark.kernel.model.Learning;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Balance;
import waymark.kernel.plane.Cover;
import waymark.kernel.plane.Lifelines;
import waymark.policy.Decision;
import waymark.policy.Interval;
import waymark.policy.Policy;

/** What {@code Listing} is for nftables, for a plane of IP sets. */
final class IpsetListing {
  private IpsetListing() {}

  /**
   * The sets, chains and rules of a policy.
   *
   * @param decisions about learned addresses
   * @param host its interfaces as they are
   * @param families whether IPv4, each
   */
  static List<String> of(
      Policy policy,
      Collection<Decision> decisions,
      LinkNumbers numbers,
      Marks marks,
      Learning learning,
      HostLinks host,
      Balance balance,
      Lifelines lifelines,
      List<Boolean> families) {
    IpsetTargets targets = IpsetTargets.of(policy, decisions, numbers);
    List<String> lines = new ArrayList<>(LinkListing.rules(policy, numbers, marks));
    for (boolean ipv4 : families) {
      Map<String, Integer> networks = new TreeMap<>();
      for (Interval interval : policy.intervals()) {
        if (interval.first().isIpv4() == ipv4) {
          String target = IpsetTargets.name(numbers, interval.decision());
          networks.merge(target, Cover.of(interval).size(), Integer::sum);
        }
      }
      for (String target : targets.byName().keySet()) {
        lines.add("set " + IpsetTargets.hosts(target, ipv4));
      }
      networks.forEach(
          (target, size) ->
              lines.add("set " + IpsetTargets.networks(target, ipv4) + ": " + size + " networks"));
      lines.addAll(
          new IptablesRuleset(
                  new IptablesPlan(
                      ipv4,
                      policy,
                      targets,
                      numbers,
                      marks,
                      learning,
                      Surroundings.of(policy, host, LinkListing.states(policy, host.devices())),
                      balance,
                      lifelines))
              .lines());
    }
    return lines;
  }
}
