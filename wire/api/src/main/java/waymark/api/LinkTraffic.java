package waymark.api;

/**
 * The traffic of a link.
 *
 * @param connections the open connections
 * @param total since the kernel's counters were created, which outlive the daemon
 * @param rate per second, between the last two scans
 */
public record LinkTraffic(String link, int connections, Volume total, Volume rate) {}
