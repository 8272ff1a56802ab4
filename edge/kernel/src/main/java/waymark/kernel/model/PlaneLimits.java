package waymark.kernel.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Policy;
import waymark.policy.Rule;
import waymark.policy.Strategy;

/**
 * What a plane does less well than plane nftables although it accepts the policy, where the policy
 * makes use of it. What a plane refuses is in {@link PlaneKind#refusals}.
 */
public final class PlaneLimits {
  /** Where the kernel lacks what all planes keep decisions in. */
  public static final String NO_LABELS =
      "this kernel has no connection labels (CONFIG_NF_CONNTRACK_LABELS), so connections keep their"
          + " link in the connection mark: programs that write these bits change links, and"
          + " replies leave by the main table";

  private final Policy policy;
  private final List<String> limits = new ArrayList<>();

  private PlaneLimits(Policy policy) {
    this.policy = policy;
  }

  /** A sentence each; empty: the plane does all of it as well. */
  public static List<String> of(
      PlaneKind plane, Policy policy, ExemptionSettings exemptionSettings) {
    PlaneLimits limits = new PlaneLimits(policy);
    switch (plane) {
      case PlaneKind.OfNftables _ -> {}
      case PlaneKind.OfIpset(Duration timeout) -> limits.ipset(timeout);
      case PlaneKind.OfRoutes _ -> limits.routes(exemptionSettings);
    }
    return List.copyOf(limits.limits);
  }

  private void ipset(Duration timeout) {
    if (policy.deniesByDefault()) {
      add(
          "plane ipset decides before addresses are translated: where another program translates"
              + " an allowed address, the connection may go to any other");
    } else {
      about(
          PlaneLimits::failsClosed,
          "plane ipset decides before addresses are translated: connections that another program"
              + " translates to an address of theirs are dropped, not sent by their link");
    }
    if (timeout.isPositive()) {
      about(
          rule -> failsClosed(rule) && rule.names().size() > 0,
          "after "
              + timeout.toSeconds()
              + " s without a daemon, plane.timeout removes the addresses that belong to their"
              + " names, and traffic to these takes the default");
    }
    for (Group group : policy.groups()) {
      int sum = group.links().stream().mapToInt(Link::weight).sum();
      int divisor = group.links().stream().mapToInt(Link::weight).reduce(0, PlaneLimits::gcd);
      for (Link link : group.links()) {
        if (group.strategy() == Strategy.STICKY
            && link.weight() * PlaneKind.OfIpset.STICKY_SLOTS < sum) {
          add(
              "group '%s' is sticky, for which plane ipset has %d slots: link '%s' has a smaller"
                      .formatted(group.name(), PlaneKind.OfIpset.STICKY_SLOTS, link.name())
                  + " share and may get no clients");
        }
      }
      if (group.strategy() == Strategy.ROUND_ROBIN
          && sum / divisor > PlaneKind.OfIpset.MOST_TURNS) {
        add(
            "group '%s' is round_robin with %d slots, more than the %d that plane ipset takes in"
                    .formatted(group.name(), sum / divisor, PlaneKind.OfIpset.MOST_TURNS)
                + " turn: links are drawn at random");
      }
    }
  }

  private void routes(ExemptionSettings exemptionSettings) {
    about(
        PlaneLimits::failsClosed,
        "plane routes has no guard: while its table or its rule is missing because another program"
            + " removed it, their traffic leaves by the main table");
    about(
        rule -> rule.to().getFirst().isBlock(),
        "plane routes refuses by routes, which copy no packets: 'waymark denied' does not list"
            + " what they refuse");
    if (!exemptionSettings.management().isEmpty()) {
      add("plane routes ignores management: connections to these networks follow the rules");
    }
  }

  private static boolean failsClosed(Rule rule) {
    return !rule.mayFailOpen() && !rule.to().getFirst().isDirect();
  }

  /** Adds a sentence about the rules to which it applies, if there are any. */
  private void about(Predicate<Rule> applies, String sentence) {
    List<Rule> rules = policy.rules().stream().filter(applies).toList();
    if (!rules.isEmpty()) {
      String more = rules.size() == 1 ? "" : " and " + (rules.size() - 1) + " more";
      add("rule '" + rules.getFirst().name() + "'" + more + ": " + sentence);
    }
  }

  private void add(String sentence) {
    limits.add(sentence);
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
