package waymark.api;

import java.util.List;

/**
 * What applying a file would change.
 *
 * @param file the file's path
 * @param running whether a daemon was asked; otherwise this is what a start would do, without
 *     addresses and flows
 * @param policy the differences in links, groups, rules and default
 * @param kernel what would be added and removed, a line per set, chain, rule and route, without
 *     learned addresses
 * @param warnings rules that would lack a list or country, and why: a sentence each
 */
public record Plan(
    String file,
    boolean running,
    List<Difference> policy,
    AddressPlan addresses,
    FlowPlan flows,
    KernelPlan kernel,
    List<String> warnings) {
  /** The most examples in a list. */
  public static final int MOST_EXAMPLES = 1_000;

  public Plan {
    policy = List.copyOf(policy);
    warnings = List.copyOf(warnings);
  }
}
