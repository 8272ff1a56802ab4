package waymark.kernel.nftables;

import java.util.List;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Marks;
import waymark.kernel.plane.Exemptions;
import waymark.kernel.plane.LinkShares;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * What a {@link Ruleset} is made from, and how its chains call it.
 *
 * @param targets what is decided for addresses and networks
 * @param captureSettings in the mode that the kernel can do, which may be less than what was asked
 *     for
 * @param around what has been seen of links and neighbours
 * @param linkShares what groups go by
 * @param exemptions what passes whatever the rules say
 */
public record RulesetPlan(
    Policy policy,
    NftablesTargets targets,
    LinkNumbers numbers,
    Marks marks,
    CaptureSettings captureSettings,
    LinkConditions around,
    LinkShares linkShares,
    Exemptions exemptions) {

  RulesetPlan with(LinkConditions other) {
    return new RulesetPlan(
        policy, targets, numbers, marks, captureSettings, other, linkShares, exemptions);
  }

  RulesetPlan with(LinkShares other) {
    return new RulesetPlan(
        policy, targets, numbers, marks, captureSettings, around, other, exemptions);
  }

  RulesetPlan with(Exemptions other) {
    return new RulesetPlan(
        policy, targets, numbers, marks, captureSettings, around, linkShares, other);
  }

  /** Whether only that may leave which a rule allows. */
  boolean denies() {
    return policy.deniesByDefault();
  }

  /** The links that have chains. */
  List<Link> links() {
    return InterfaceLinks.of(policy);
  }

  /** The chain that gives a link's marks. */
  String chain(Link link) {
    return "link_" + numbers.of(link);
  }

  /** What matches a link's connections. */
  String connectionOf(Link link) {
    return connectionOf(numbers.of(link));
  }

  /** The same of a link's number. */
  String connectionOf(int number) {
    return "ct mark and " + marks.maskText() + " == " + marks.text(number) + " ";
  }

  /** What matches connections that have no mark of ours. */
  String unmarked() {
    return "ct mark and " + marks.maskText() + " == 0 ";
  }

  /** What matches packets that have a link's mark. */
  String packetOf(Link link) {
    return "meta mark and " + marks.maskText() + " == " + marks.text(numbers.of(link)) + " ";
  }

  /** The target of what no rule is about. */
  String otherwise() {
    return numbers.target(policy.decide(List.of(policy.fallback())));
  }

  /** Stand before the default, which is about what is beyond them. */
  List<String> neighbours(boolean ipv4) {
    return around.near().stream()
        .filter(network -> network.base().isIpv4() == ipv4)
        .map(network -> (ipv4 ? "ip daddr " : "ip6 daddr ") + network + " return")
        .toList();
  }
}
