package waymark.kernel.plane;

import java.util.List;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.links.LinkConditions;
import waymark.kernel.links.LinkNumbers;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.Marks;
import waymark.policy.Decision;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;

/**
 * What the kernel should carry out at this moment, except for learned addresses: a policy, and
 * everything else that its rules depend on.
 *
 * @param numbers at least those of the policy's links
 * @param capture in a mode that the kernel supports, which may be less than the configured one
 * @param conditions of links and neighbours
 * @param shares by which groups spread connections
 * @param exemptions what passes whatever the rules say
 */
public record Desired(
    Policy policy,
    LinkNumbers numbers,
    Marks marks,
    CaptureSettings capture,
    LinkConditions conditions,
    LinkShares shares,
    Exemptions exemptions) {

  /** The same with capture in another mode. */
  public Desired with(CaptureSettings.Mode mode) {
    return new Desired(policy, numbers, marks, capture.in(mode), conditions, shares, exemptions);
  }

  /** The same under other conditions. */
  public Desired with(LinkConditions other) {
    return new Desired(policy, numbers, marks, capture, other, shares, exemptions);
  }

  /** The same with connections spread otherwise. */
  public Desired with(LinkShares other) {
    return new Desired(policy, numbers, marks, capture, conditions, other, exemptions);
  }

  /** The same with other exemptions. */
  public Desired with(Exemptions other) {
    return new Desired(policy, numbers, marks, capture, conditions, shares, other);
  }

  /** Whether only what a rule allows may leave. */
  public boolean denies() {
    return policy.deniesByDefault();
  }

  /** Whether answers that should be held are dropped while nobody reads them. */
  public boolean dropsUnread() {
    return capture.mayDrop()
        && policy.rules().stream().anyMatch(rule -> rule.names().size() > 0 && !rule.mayFailOpen());
  }

  /** The links that leave by an interface. */
  public List<Link> links() {
    return InterfaceLinks.of(policy);
  }

  /** The decision for destinations that no rule matches. */
  public Decision fallback() {
    return policy.decide(List.of(policy.fallback()));
  }

  /** The slots of a group, of which a new connection of a family takes one. */
  public List<Link> slots(Group group, boolean ipv4) {
    return shares.slots(group, link -> conditions.isUp(link, ipv4));
  }
}
