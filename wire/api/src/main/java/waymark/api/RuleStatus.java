package waymark.api;

import java.util.List;

/**
 * A rule and what it holds.
 *
 * @param to the links in the order in which they are tried
 * @param weight the rule with the greater one wins
 * @param leases addresses held for it because of a name, counted once for each name
 * @param draining those of the leases that are kept only for connections that still use them
 * @param fault which of its lists and countries cannot be had, and why; empty: none
 */
public record RuleStatus(
    String name, List<String> to, int weight, int leases, int draining, String fault) {
  public RuleStatus {
    to = List.copyOf(to);
  }

  /** A rule that lacks nothing. */
  public RuleStatus(String name, List<String> to, int weight, int leases, int draining) {
    this(name, to, weight, leases, draining, "");
  }
}
