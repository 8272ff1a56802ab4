package waymark.api;

/**
 * The traffic of a rule.
 *
 * @param rule its name; {@code default} for traffic that no rule claims
 * @param connections the open connections
 * @param total since the daemon's start
 * @param rate per second, between the last two scans
 */
public record RuleTraffic(String rule, int connections, Volume total, Volume rate) {}
