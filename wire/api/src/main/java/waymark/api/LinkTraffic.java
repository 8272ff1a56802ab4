package waymark.api;

/**
 * What passed a link.
 *
 * @param connections open now
 * @param total since the kernel began to count, which outlives the daemon
 * @param rate a second, between the last two looks
 */
public record LinkTraffic(String link, int connections, Volume total, Volume rate) {}
