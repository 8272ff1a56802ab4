package waymark.kernel.model;

/**
 * Traffic both ways, with the headers of IP.
 *
 * @param sentBytes by those who began the connections
 * @param receivedBytes by them
 */
public record TrafficVolume(
    long sentBytes, long receivedBytes, long sentPackets, long receivedPackets) {
  /** None. */
  public static final TrafficVolume NONE = new TrafficVolume(0, 0, 0, 0);

  /** Both ways together. */
  public long bytes() {
    return sentBytes + receivedBytes;
  }

  /** This and another together. */
  public TrafficVolume plus(TrafficVolume other) {
    return new TrafficVolume(
        sentBytes + other.sentBytes,
        receivedBytes + other.receivedBytes,
        sentPackets + other.sentPackets,
        receivedPackets + other.receivedPackets);
  }

  /** What came since an earlier one; all of this where a count began anew. */
  public TrafficVolume since(TrafficVolume earlier) {
    return sentPackets < earlier.sentPackets || receivedPackets < earlier.receivedPackets
        ? this
        : new TrafficVolume(
            sentBytes - earlier.sentBytes,
            receivedBytes - earlier.receivedBytes,
            sentPackets - earlier.sentPackets,
            receivedPackets - earlier.receivedPackets);
  }

  /** In a second, of what came in that time. */
  public TrafficVolume perSecond(long nanos) {
    double seconds = Math.max(1, nanos) / 1e9;
    return new TrafficVolume(
        Math.round(sentBytes / seconds),
        Math.round(receivedBytes / seconds),
        Math.round(sentPackets / seconds),
        Math.round(receivedPackets / seconds));
  }
}
