package waymark.api;

import java.util.List;

/**
 * A way out, as it stands.
 *
 * @param name what rules call it
 * @param device the interface that it leaves by
 * @param gateways the next hops: none, one, or one of each family
 * @param index the kernel's number of the interface; 0 when there is no such interface
 * @param mtu in bytes; 0 when not known
 * @param wrongLinkPackets packets of this link that were about to leave by another, and were
 *     refused; 0 is expected for ever
 * @param latencyMicros in which its check is answered, smoothed; 0: it has no check or no answer
 * @param lossPercent of the last checks that failed
 * @param fault why its last failed check failed, while it is taken for down by its check
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

  /** Whether packets can leave by it. */
  public enum State {
    UP,
    /** The interface is there, but switched off, without a carrier, or its check fails. */
    DOWN,
    /** There is no such interface. */
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
