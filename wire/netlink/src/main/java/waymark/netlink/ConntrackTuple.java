package waymark.netlink;

/**
 * One direction of a connection in received bytes: the places of its addresses, its protocol and
 * its ports. Moves from one connection to the next without allocation.
 */
final class ConntrackTuple {
  private static final int CTA_TUPLE_IP = 1;
  private static final int CTA_TUPLE_PROTO = 2;
  private static final int CTA_IP_V4_SRC = 1;
  private static final int CTA_IP_V6_SRC = 3;
  private static final int CTA_PROTO_NUM = 1;
  private static final int CTA_PROTO_SRC_PORT = 2;
  private static final int CTA_PROTO_DST_PORT = 3;

  private int source = -1;
  private int destination = -1;
  private int protocol;
  private int sourcePort;
  private int destinationPort;

  void clear() {
    source = -1;
    destination = -1;
    protocol = 0;
    sourcePort = 0;
    destinationPort = 0;
  }

  /** Reads the attribute that the reader stands on. */
  void read(NetlinkReader in, AddressFamily family) {
    in.enter(0);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_TUPLE_IP -> addresses(in, family);
        case CTA_TUPLE_PROTO -> protocol(in);
        default -> {}
      }
    }
    in.leave();
  }

  /** The destination's attribute is numbered next to the source's. */
  private void addresses(NetlinkReader in, AddressFamily family) {
    int first = family == AddressFamily.IPV4 ? CTA_IP_V4_SRC : CTA_IP_V6_SRC;
    int bytes = family.addressBytes();
    in.enter(0);
    while (in.nextAttribute()) {
      int attribute = in.attribute();
      if (attribute != first && attribute != first + 1) {
        continue;
      }
      if (in.length() < bytes) {
        throw new MalformedNetlinkException("an address of " + bytes + " bytes", in.position());
      }
      if (attribute == first) {
        source = in.position();
      } else {
        destination = in.position();
      }
    }
    in.leave();
  }

  /** ICMP has other attributes in place of the ports. */
  private void protocol(NetlinkReader in) {
    in.enter(0);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case CTA_PROTO_NUM -> protocol = in.u8(0);
        case CTA_PROTO_SRC_PORT -> sourcePort = in.be16(0);
        case CTA_PROTO_DST_PORT -> destinationPort = in.be16(0);
        default -> {}
      }
    }
    in.leave();
  }

  boolean hasAddresses() {
    return source >= 0 && destination >= 0;
  }

  /** Where the bytes of the source address begin; negative where there are none. */
  int source() {
    return source;
  }

  /** Where the bytes of the destination address begin; negative where there are none. */
  int destination() {
    return destination;
  }

  int protocol() {
    return protocol;
  }

  int sourcePort() {
    return sourcePort;
  }

  int destinationPort() {
    return destinationPort;
  }
}
