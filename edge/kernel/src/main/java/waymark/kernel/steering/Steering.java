package waymark.kernel.steering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waymark.kernel.plane.Desired;

/**
 * A complete set of chains with their rules.
 *
 * @param chains in the order in which a printer writes them; every chain that a rule leads to
 *     exists
 */
public record Steering(Map<ChainId, List<Rule>> chains) {
  public Steering {
    Map<ChainId, List<Rule>> copy = new LinkedHashMap<>();
    chains.forEach((id, rules) -> copy.put(id, List.copyOf(rules)));
    chains = Collections.unmodifiableMap(copy);
    for (Verdict verdict : verdicts(chains)) {
      for (ChainId.Regular next : verdict.leadsTo()) {
        if (!chains.containsKey(next)) {
          throw new IllegalArgumentException("a rule leads to " + next + ", which does not exist");
        }
      }
    }
  }

  /** The rules that carry out a policy. */
  public static Steering of(Desired desired, Targets targets, List<Family> families) {
    Plan plan = new Plan(desired, targets, families);
    Draft draft = new Draft();
    EgressChains.add(draft, plan);
    TargetChains.add(draft, plan);
    SteerChains.add(draft, plan);
    if (!plan.denies()) {
      LostPacketChains.add(draft, plan);
    }
    GuardChain.add(draft, plan);
    NatAndMss.add(draft, desired, families, link -> List.of(new Match.Decided(link)));
    if (plan.denies()) {
      DenyChains.add(draft, plan);
    }
    DnsTap.add(draft, desired);
    return draft.steering();
  }

  /** All counters that the rules use. */
  public Set<Counter> counters() {
    Set<Counter> counters = new LinkedHashSet<>();
    verdicts(chains).forEach(verdict -> counters.addAll(verdict.counters()));
    return counters;
  }

  /** Whether answers are held. */
  public boolean holds() {
    return verdicts(chains).stream().anyMatch(Verdict.Queue.class::isInstance);
  }

  private static List<Verdict> verdicts(Map<ChainId, List<Rule>> chains) {
    List<Verdict> verdicts = new ArrayList<>();
    chains.values().forEach(rules -> rules.forEach(rule -> verdicts.add(rule.verdict())));
    return verdicts;
  }
}
