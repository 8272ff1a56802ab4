package waymark.kernel.nftables;

import java.util.HashSet;
import java.util.List;
import waymark.kernel.table.Chains;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Strategy;

/** The chains of groups, each of which sends a new connection to one of its links. */
final class NftablesGroups {
  /** What the names of these chains begin with, and of no others. */
  static final String BEGINNING = "group_";

  private final RulesetPlan plan;

  private NftablesGroups(RulesetPlan plan) {
    this.plan = plan;
  }

  static void add(Chains chains, RulesetPlan plan) {
    NftablesGroups groups = new NftablesGroups(plan);
    for (Group group : plan.desired().policy().groups()) {
      groups.fill(chains.add(chain(plan, group)), group);
    }
  }

  static String chain(RulesetPlan plan, Group group) {
    return BEGINNING + plan.desired().policy().groups().indexOf(group);
  }

  /** The families are told apart only where they leave by different links. */
  private void fill(List<String> rules, Group group) {
    List<Link> ipv4 = slots(group, true);
    List<Link> ipv6 = slots(group, false);
    if (ipv4.equals(ipv6)) {
      draw(rules, "", group.strategy(), ipv4, List.of(true, false));
    } else {
      draw(rules, ScopeText.family(true), group.strategy(), ipv4, List.of(true));
      draw(rules, ScopeText.family(false), group.strategy(), ipv6, List.of(false));
    }
  }

  private List<Link> slots(Group group, boolean ipv4) {
    return plan.desired().slots(group, ipv4);
  }

  /**
   * It draws a slot; the last rule is for what finds none, which cannot be.
   *
   * @param only what matches packets of the families, where it is not both
   * @param families whether IPv4, each
   */
  private void draw(
      List<String> rules,
      String only,
      Strategy strategy,
      List<Link> slots,
      List<Boolean> families) {
    if (new HashSet<>(slots).size() > 1) {
      String drawn = "mod " + slots.size();
      String links = " vmap { " + entries(slots) + " }";
      switch (strategy) {
        case ROUND_ROBIN -> rules.add(only + "numgen inc " + drawn + links);
        case RANDOM, LEAST_CONNECTIONS, FASTEST ->
            rules.add(only + "numgen random " + drawn + links);
        case STICKY -> {
          for (boolean ipv4 : families) {
            String hash = (ipv4 ? "jhash ip" : "jhash ip6") + " saddr " + drawn + " seed 0x77";
            rules.add(ScopeText.family(ipv4) + hash + links);
          }
        }
      }
    }
    rules.add(only + "goto " + (slots.isEmpty() ? Ruleset.BLOCK : plan.chain(slots.getFirst())));
  }

  /** Neighbouring slots of one link as one entry. */
  private String entries(List<Link> slots) {
    StringBuilder entries = new StringBuilder();
    int first = 0;
    for (int i = 1; i <= slots.size(); i++) {
      if (i == slots.size() || !slots.get(i).equals(slots.get(first))) {
        entries.append(entries.isEmpty() ? "" : ", ").append(first);
        if (i - 1 > first) {
          entries.append('-').append(i - 1);
        }
        entries.append(" : goto ").append(plan.chain(slots.get(first)));
        first = i;
      }
    }
    return entries.toString();
  }
}
