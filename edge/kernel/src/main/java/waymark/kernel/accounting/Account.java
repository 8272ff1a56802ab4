package waymark.kernel.accounting;

import waymark.kernel.model.TrafficVolume;
import waymark.policy.Address;

/** What went to an address by one link. Owned by the thread of {@link Accounting}. */
final class Account {
  /** What was busy loses its place to what is, in some minutes. */
  private static final double FADING = 0.97;

  /** Where connections go. */
  record Place(Address address, int number) {}

  final Place place;
  String rule = "";
  String name = "";

  /** Up to the last look. */
  TrafficVolume total = TrafficVolume.NONE;

  /** Between the last two looks. */
  TrafficVolume last = TrafficVolume.NONE;

  int connections;

  /** Bytes, of which old ones count for less. */
  double weight;

  /** Whether it has been dropped, and is not in the list of accounts any more. */
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

  /** Whether something came since it was last settled. */
  boolean isBusy() {
    return sentPackets != 0 || receivedPackets != 0;
  }

  /** Moves what has come into the total. */
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
