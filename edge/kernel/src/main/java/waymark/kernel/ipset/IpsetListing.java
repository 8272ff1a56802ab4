package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkListing;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Interfaces;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.CidrCover;
import waymark.kernel.plane.Desired;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
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
      CaptureSettings captureSettings,
      Interfaces host,
      LinkShares linkShares,
      Exemptions exemptions,
      List<Boolean> families) {
    IpsetTargets targets = IpsetTargets.of(policy, decisions, numbers);
    List<String> lines = new ArrayList<>(LinkListing.rules(policy, numbers, marks));
    for (boolean ipv4 : families) {
      Map<String, Integer> networks = new TreeMap<>();
      for (Interval interval : policy.intervals()) {
        if (interval.first().isIpv4() == ipv4) {
          String target = IpsetTargets.name(numbers, interval.decision());
          networks.merge(target, CidrCover.of(interval).size(), Integer::sum);
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
                      new Desired(
                          policy,
                          numbers,
                          marks,
                          captureSettings,
                          LinkConditions.of(
                              policy, host, LinkListing.states(policy, host.devices())),
                          linkShares,
                          exemptions),
                      targets))
              .lines());
    }
    return lines;
  }
}
