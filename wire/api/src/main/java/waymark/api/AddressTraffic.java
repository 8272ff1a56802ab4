package waymark.api;

/**
 * The traffic to an address by one link.
 *
 * @param name the name whose rule routes it; empty where no name was learned
 * @param rule the rule that routes it; {@code default} where no rule claims the address
 * @param connections the open connections
 * @param total since the daemon first saw it
 * @param rate per second, between the last two scans
 */
public record AddressTraffic(
    String address,
    String name,
    String rule,
    String link,
    int connections,
    Volume total,
    Volume rate) {}
