package waymark.api;

import java.util.List;

/**
 * What applying a file would change.
 *
 * @param file which
 * @param running whether a daemon was asked; else this is what a start would do, as far as that can
 *     be known without one: nothing of addresses and flows
 * @param policy what differs in links, groups, rules and default
 * @param kernel what would be written and taken away, a line each set, chain, rule and route;
 *     learned addresses apart
 */
public record Plan(
    String file,
    boolean running,
    List<Difference> policy,
    AddressPlan addresses,
    FlowPlan flows,
    KernelPlan kernel) {
  /** No list of examples is longer than this. */
  public static final int MOST_EXAMPLES = 1_000;

  public Plan {
    policy = List.copyOf(policy);
  }
}
