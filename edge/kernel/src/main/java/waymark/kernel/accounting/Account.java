package waymark.kernel.accounting;

import waymark.kernel.model.TrafficVolume;
import waymark.policy.Address;

/** The traffic to an address by one link. Owned by the thread of {@link Accounting}. */
final class Account {
  /**
   * Decays the weight at each scan, so that in some minutes present traffic outranks past traffic.
   */
  private static final double FADING = 0.97;

  /** An address and the number of a link. */
  record Place(Address address, int number) {}

  final Place place;
  String rule = "";
  String name = "";

  /** The traffic up to the last scan. */
  TrafficVolume total = TrafficVolume.NONE;

  /** The traffic between the last two scans. */
  TrafficVolume last = TrafficVolume.NONE;

  int connections;

  /** The bytes of traffic, of which older ones count less. */
  double weight;

  /** Whether it was evicted from the list of accounts. */
  boolean closed;

  private long sentBytes;
  private long receivedBytes;
  private long sentPackets;
  private long receivedPackets;

  Account(Place place) {
    this.place = place;
  }

  void add(long sent, long received, long packetsSent, long packetsReceived) {
    sentBytes += sent;
    receivedBytes += received;
    sentPackets += packetsSent;
    receivedPackets += packetsReceived;
  }

  /** Whether there was traffic since the last {@link #settle}. */
  boolean isBusy() {
    return sentPackets != 0 || receivedPackets != 0;
  }

  /** Adds the traffic since the last call to the total. */
  void settle() {
    last = new TrafficVolume(sentBytes, receivedBytes, sentPackets, receivedPackets);
    total = total.plus(last);
    weight = weight * FADING + last.bytes();
    sentBytes = 0;
    receivedBytes = 0;
    sentPackets = 0;
    receivedPackets = 0;
  }
}
