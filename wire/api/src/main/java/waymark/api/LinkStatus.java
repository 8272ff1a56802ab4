package waymark.api;

import java.util.List;

/**
 * The state of a link.
 *
 * @param name the link's name in rules
 * @param device its interface
 * @param gateways the next hops: none, one, or one per family
 * @param index the index of the interface; 0 when there is no such interface
 * @param mtu in bytes; 0 when unknown
 * @param wrongLinkPackets refused packets of this link that would have left by another link; always
 *     0 is expected
 * @param latencyMicros the smoothed latency of its check; 0 without a check or an answer
 * @param lossPercent the percentage of the last probes that failed
 * @param fault why the last failed probe failed, while the check keeps the link down
 */
public record LinkStatus(
    String name,
    String device,
    List<String> gateways,
    State state,
    int index,
    int mtu,
    long wrongLinkPackets,
    long latencyMicros,
    int lossPercent,
    String fault) {

  /** Whether packets can leave by a link. */
  public enum State {
    UP,
    /** The interface exists, but is switched off, has no carrier, or fails its check. */
    DOWN,
    /** The interface does not exist. */
    ABSENT;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public LinkStatus {
    gateways = List.copyOf(gateways);
  }

  /** A link without a check. */
  public LinkStatus(
      String name,
      String device,
      List<String> gateways,
      State state,
      int index,
      int mtu,
      long wrongLinkPackets) {
    this(name, device, gateways, state, index, mtu, wrongLinkPackets, 0, 0, "");
  }
}
