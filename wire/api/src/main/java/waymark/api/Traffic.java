package waymark.api;

import java.util.List;

/**
 * What passed a host's links, as of its last look at the connections.
 *
 * @param at when that was; empty before the first
 * @param lookMicros how long it took
 * @param connections that are open and have a link
 * @param lostEnds times that connections ended without the host being told: their last bytes are
 *     missing by rule and address
 * @param links {@code direct} among them
 * @param rules the busiest first
 * @param addresses the busiest first, at most 1,000
 * @param other all addresses that have had to make room
 */
public record Traffic(
    String at,
    long lookMicros,
    int connections,
    long lostEnds,
    List<LinkTraffic> links,
    List<RuleTraffic> rules,
    List<AddressTraffic> addresses,
    Volume other) {
  public Traffic {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    addresses = List.copyOf(addresses);
  }
}
