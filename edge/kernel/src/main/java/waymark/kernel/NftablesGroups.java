package waymark.kernel;

import java.util.HashSet;
import java.util.List;
import waymark.policy.Group;
import waymark.policy.Link;

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
    for (Group group : plan.policy().groups()) {
      groups.fill(chains.add(chain(plan, group)), group);
    }
  }

  static String chain(RulesetPlan plan, Group group) {
    return BEGINNING + plan.policy().groups().indexOf(group);
  }

  /** It draws a slot; the last rule is for what finds none, which cannot be. */
  private void fill(List<String> rules, Group group) {
    List<Link> slots = plan.balance().slots(group, plan.around()::isUp);
    if (new HashSet<>(slots).size() > 1) {
      String drawn = "mod " + slots.size();
      String links = " vmap { " + entries(slots) + " }";
      switch (group.strategy()) {
        case ROUND_ROBIN -> rules.add("numgen inc " + drawn + links);
        case RANDOM, LEAST_CONNECTIONS, FASTEST -> rules.add("numgen random " + drawn + links);
        case STICKY -> {
          String hash = " saddr " + drawn + " seed 0x77" + links;
          rules.add("meta nfproto ipv4 jhash ip" + hash);
          rules.add("meta nfproto ipv6 jhash ip6" + hash);
        }
      }
    }
    rules.add("goto " + (slots.isEmpty() ? Ruleset.BLOCK : plan.chain(slots.getFirst())));
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
