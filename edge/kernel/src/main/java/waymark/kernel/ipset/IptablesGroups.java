package waymark.kernel.ipset;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Strategy;

/** The chains of groups, each of which sends a new connection to one of its links. */
final class IptablesGroups {
  /** What the names of these chains begin with, and of no others. */
  static final String BEGINNING = "WAYMARK_G_";

  /** More slots than that are drawn by chance instead of in turn. */
  private static final int MOST_TURNS = 64;

  /** The cluster match knows so many nodes (xt_cluster.h). */
  private static final int NODES = 32;

  private final IptablesPlan plan;

  private IptablesGroups(IptablesPlan plan) {
    this.plan = plan;
  }

  static void add(IptablesChains chains, IptablesPlan plan) {
    IptablesGroups groups = new IptablesGroups(plan);
    for (Group group : plan.desired().policy().groups()) {
      groups.fill(chains.mangle(chain(plan, group)), group);
    }
  }

  static String chain(IptablesPlan plan, Group group) {
    return BEGINNING + plan.desired().policy().groups().indexOf(group);
  }

  private void fill(List<String> rules, Group group) {
    List<Link> slots = plan.desired().slots(group, plan.ipv4());
    if (group.strategy() == Strategy.ROUND_ROBIN && slots.size() <= MOST_TURNS) {
      inTurn(rules, slots);
    } else if (group.strategy() == Strategy.STICKY && slots.size() > 1) {
      byClient(rules, slots);
    } else {
      byChance(rules, slots);
    }
  }

  /** Each rule sees what those before it left over. */
  private void inTurn(List<String> rules, List<Link> slots) {
    for (int turn = 0; turn + 1 < slots.size(); turn++) {
      String nth = "-m statistic --mode nth --every " + (slots.size() - turn) + " --packet 0";
      rules.add(nth + " -g " + plan.chain(slots.get(turn)));
    }
    rules.add("-g " + (slots.isEmpty() ? IptablesRuleset.BLOCK : plan.chain(slots.getLast())));
  }

  /** The match for clusters hashes the client's address; each node of 32 is a slot. */
  private void byClient(List<String> rules, List<Link> slots) {
    Link rest = slots.getFirst();
    for (int node = 1; node <= NODES; node++) {
      Link link = slots.get((node - 1) % slots.size());
      if (!link.equals(rest)) {
        rules.add(
            "-m cluster --cluster-local-node %d --cluster-total-nodes %d --cluster-hash-seed 0x77 -g %s"
                .formatted(node, NODES, plan.chain(link)));
      }
    }
    rules.add("-g " + plan.chain(rest));
  }

  private void byChance(List<String> rules, List<Link> slots) {
    Map<Link, Integer> shares = new LinkedHashMap<>();
    slots.forEach(link -> shares.merge(link, 1, Integer::sum));
    int rest = slots.size();
    for (Map.Entry<Link, Integer> share : shares.entrySet()) {
      double part = share.getValue() / (double) rest;
      String chance =
          part >= 1
              ? ""
              : String.format(Locale.ROOT, "-m statistic --mode random --probability %.9f ", part);
      rules.add(chance + "-g " + plan.chain(share.getKey()));
      rest -= share.getValue();
    }
    if (slots.isEmpty()) {
      rules.add("-g " + IptablesRuleset.BLOCK);
    }
  }
}
