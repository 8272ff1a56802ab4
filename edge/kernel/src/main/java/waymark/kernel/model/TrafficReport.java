package waymark.kernel.model;

import java.util.List;

/**
 * What passed the links, up to the last look at the connections.
 *
 * @param at when that was, in milliseconds since the epoch; 0: not yet
 * @param lookNanos how long it took
 * @param connections that are open and have a link
 * @param lostEnds times that the kernel could not tell of ended connections: their last bytes are
 *     not counted
 * @param links since the kernel's counters were made, which outlive the process; on a plane without
 *     counters, since the start, of what connections have carried
 * @param rules since the start; the busiest first
 * @param addresses since each was first seen; the busiest first, at most {@link
 *     Accounting#ADDRESSES}
 * @param other since the start, of all addresses that were dropped from the list
 */
public record TrafficReport(
    long at,
    long lookNanos,
    int connections,
    long lostEnds,
    List<OfLink> links,
    List<OfRule> rules,
    List<OfAddress> addresses,
    TrafficVolume other) {

  /** Before the first look. */
  public static final TrafficReport NONE =
      new TrafficReport(0, 0, 0, 0, List.of(), List.of(), List.of(), TrafficVolume.NONE);

  public TrafficReport {
    links = List.copyOf(links);
    rules = List.copyOf(rules);
    addresses = List.copyOf(addresses);
  }

  /** By a link. */
  public record OfLink(
      String link, int connections, TrafficVolume total, TrafficVolume perSecond) {}

  /** For a rule. */
  public record OfRule(
      String rule, int connections, TrafficVolume total, TrafficVolume perSecond) {}

  /**
   * To an address, by one link.
   *
   * @param name because of which it goes there; empty where no name was learned
   */
  public record OfAddress(
      String address,
      String name,
      String rule,
      String link,
      int connections,
      TrafficVolume total,
      TrafficVolume perSecond) {}
}
