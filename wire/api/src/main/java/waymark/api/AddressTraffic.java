package waymark.api;

/**
 * What went to an address by one link.
 *
 * @param name because of which it goes there; empty where no name was learned
 * @param rule whose it is; {@code default} where no rule claims it
 * @param connections open now
 * @param total since the daemon first saw it
 * @param rate a second, between the last two looks
 */
public record AddressTraffic(
    String address,
    String name,
    String rule,
    String link,
    int connections,
    Volume total,
    Volume rate) {}
