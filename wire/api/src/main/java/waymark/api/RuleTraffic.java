package waymark.api;

/**
 * What passed for a rule.
 *
 * @param rule {@code default} for what no rule claims
 * @param connections open now
 * @param total since the daemon's start
 * @param rate a second, between the last two looks
 */
public record RuleTraffic(String rule, int connections, Volume total, Volume rate) {}
