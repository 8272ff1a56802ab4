package waymark.api;

import java.util.List;

/**
 * The state of a rule.
 *
 * @param to its links and groups in the order in which they are tried
 * @param weight its weight; the greater one wins
 * @param leases its leases, one for each name and address
 * @param draining the leases that have ended, and are kept for connections that still use them
 * @param fault which of its lists and countries are missing, and why; empty for none
 */
public record RuleStatus(
    String name, List<String> to, int weight, int leases, int draining, String fault) {
  public RuleStatus {
    to = List.copyOf(to);
  }

  /** A rule without a fault. */
  public RuleStatus(String name, List<String> to, int weight, int leases, int draining) {
    this(name, to, weight, leases, draining, "");
  }
}
