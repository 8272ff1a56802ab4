package waymark.netlink;

/** The packets and bytes of one direction of a connection. */
final class ConntrackCounters {
  private static final int CTA_COUNTERS_PACKETS = 1;
  private static final int CTA_COUNTERS_BYTES = 2;

  private long packets = -1;
  private long bytes = -1;

  /** Sets both to -1, as where the kernel does not count. */
  void clear() {
    packets = -1;
    bytes = -1;
  }

  /** Reads the attribute that the reader stands on. */
  void read(NetlinkReader in) {
    packets = 0;
    bytes = 0;
    in.enter(0);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_COUNTERS_PACKETS -> packets = in.be64(0);
        case CTA_COUNTERS_BYTES -> bytes = in.be64(0);
        default -> {}
      }
    }
    in.leave();
  }

  long packets() {
    return packets;
  }

  long bytes() {
    return bytes;
  }
}
