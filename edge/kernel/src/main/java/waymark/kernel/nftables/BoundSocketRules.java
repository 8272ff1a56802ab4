package waymark.kernel.nftables;

import java.util.List;
import waymark.kernel.links.InterfaceLinks;
import waymark.kernel.table.Chains;
import waymark.policy.Link;

/** What a socket of this host has bound to a link and marked for it leaves by that link. */
final class BoundSocketRules {
  private BoundSocketRules() {}

  /**
   * @param own the rules for what this host sends
   */
  static void add(Chains chains, RulesetPlan plan, List<String> own) {
    String marked = "meta mark and " + plan.desired().marks().maskText() + " != 0 ";
    own.add("ct direction original " + plan.unmarked() + marked + "jump bound");
    List<String> bound = chains.add("bound");
    for (Link link : plan.links()) {
      // What is marked and not bound may leave elsewhere: the rules decide on it.
      String leaves = "oifname \"" + InterfaceLinks.device(link) + "\" goto " + plan.chain(link);
      bound.add(plan.packetOf(link) + leaves);
    }
  }
}
