package waymark.kernel.nftables;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import waymark.kernel.steering.Family;
import waymark.kernel.steering.Steering;
import waymark.kernel.table.Chains;
import waymark.kernel.table.KernelTable;
import waymark.kernel.table.NftablesChains;
import waymark.kernel.table.NftablesRules;

/**
 * The table {@code inet waymark} as nftables' own language says it: chains and static networks. The
 * learned addresses go another way (see {@link NftablesPlane}).
 *
 * <pre>
 *  Steering ─▶ chains, and their counters
 *  NftablesTargets ─▶ sets: hosts4_T, hosts6_T, nets4_T_H, nets6_T_H, ended4, ended6,
 *    resets4, resets6
 * </pre>
 *
 * <p>T is a target: what is decided for an address, named by the numbers of the links that are
 * tried in order, or by a hash where ports, clients or groups have a say. A target has sets of its
 * own instead of one map of verdicts for all, because the kernel walks the whole of such a map in
 * every transaction that adds to it (docs/decisions/0002). No rule has an anonymous map, because it
 * matches nothing while another transaction takes its place (docs/decisions/0007); only groups do,
 * where any link is right.
 */
public final class Ruleset {
  private final RulesetPlan plan;
  private final Steering steering;
  private final Chains chains;

  public Ruleset(RulesetPlan plan) {
    this.plan = plan;
    steering = Steering.of(plan.desired(), plan.targets(), Family.BOTH);
    chains = NftablesRules.of(steering, plan.desired().marks());
  }

  /**
   * The text that makes the table so, whatever it was, but for learned addresses.
   *
   * @param oldChains the chains that are there
   * @param oldSets the sets that are there
   */
  public String text(Collection<String> oldChains, Collection<String> oldSets) {
    NftablesTargets targets = plan.targets();
    StringBuilder text = new StringBuilder(KernelTable.ADD);
    text.append(targets.addHostSets());
    targets.nets().text(text);
    chains(text, oldChains);
    Set<String> stale = new LinkedHashSet<>(oldSets);
    stale.removeAll(targets.sets());
    stale.removeAll(NftablesRules.sets(steering));
    stale.forEach(set -> line(text, "delete set inet waymark " + set));
    return text.toString();
  }

  /** The text that changes only how groups share. */
  String groupChains() {
    StringBuilder text = new StringBuilder();
    chains.changes(text, NftablesChains.GROUP);
    return text.toString();
  }

  /** The sets and rules, a line each, but for what is in the sets. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(plan.targets().lines());
    lines.addAll(chains.lines());
    return lines;
  }

  /** The text that changes the chains and adds what sets they need: a link has gone down, say. */
  String chains() {
    StringBuilder text = new StringBuilder(plan.targets().addHostSets());
    chains(text, List.of());
    return text.toString();
  }

  private void chains(StringBuilder text, Collection<String> oldChains) {
    text.append(NftablesRules.declarations(steering));
    chains.text(text, oldChains);
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }
}
