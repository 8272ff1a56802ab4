package waymark.kernel.nftables;

import java.util.List;
import waymark.kernel.plane.Desired;
import waymark.policy.Link;

/**
 * What a {@link Ruleset} is made from, and how its chains call it.
 *
 * @param targets what is decided for addresses and networks
 */
public record RulesetPlan(Desired desired, NftablesTargets targets) {

  /** Whether only what a rule allows may leave. */
  boolean denies() {
    return desired.denies();
  }

  /** The links that have chains. */
  List<Link> links() {
    return desired.links();
  }

  /** The chain that gives a link's desired.marks(). */
  String chain(Link link) {
    return "link_" + desired.numbers().of(link);
  }

  /** What matches a link's connections. */
  String connectionOf(Link link) {
    return connectionOf(desired.numbers().of(link));
  }

  /** The same of a link's number. */
  String connectionOf(int number) {
    return "ct mark and "
        + desired.marks().maskText()
        + " == "
        + desired.marks().text(number)
        + " ";
  }

  /** What matches connections that have no mark of ours. */
  String unmarked() {
    return "ct mark and " + desired.marks().maskText() + " == 0 ";
  }

  /** What matches packets that have a link's mark. */
  String packetOf(Link link) {
    return "meta mark and "
        + desired.marks().maskText()
        + " == "
        + desired.marks().text(desired.numbers().of(link))
        + " ";
  }

  /** The target of what no rule is about. */
  String otherwise() {
    return desired.numbers().target(desired.fallback());
  }

  /** Stand before the default, which is about what is beyond them. */
  List<String> neighbours(boolean ipv4) {
    return desired.conditions().near().stream()
        .filter(network -> network.base().isIpv4() == ipv4)
        .map(network -> (ipv4 ? "ip daddr " : "ip6 daddr ") + network + " return")
        .toList();
  }
}
