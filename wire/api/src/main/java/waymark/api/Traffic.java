package waymark.api;

import java.util.List;

/**
 * The traffic of a host's links, as of the last scan of its connections, and what was refused.
 *
 * @param at the time of the scan; empty before the first
 * @param lookMicros the duration of the scan
 * @param connections the open connections that have a link
 * @param lostEnds how often the kernel dropped the events of ended connections: their last bytes
 *     are missing in the counts by rule and address
 * @param links the links, {@code direct} included
 * @param rules the busiest first
 * @param addresses the busiest first, at most 1,000
 * @param other the sum of the addresses that were evicted
 * @param denials the latest first, at most 100
 */
public record Traffic(
    String at,
    long lookMicros,
    int connections,
    long lostEnds,
    List<LinkTraffic> links,
    List<RuleTraffic> rules,
    List<AddressTraffic> addresses,
    Volume other,
    List<Denial> denials) {
  public Traffic {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    addresses = List.copyOf(addresses);
    denials = List.copyOf(denials);
  }
}
