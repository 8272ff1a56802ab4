package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.util.List;
import java.util.Optional;

/** Reads where a route leads: its interfaces and gateways. */
final class RouteHopReader {
  private static final int ATTRIBUTE_HEADER = 4;

  private RouteHopReader() {}

  /** Reads the attribute RTA_MULTIPATH, on which the reader stands. */
  static void multipath(NetlinkReader in, AddressFamily family, List<RouteHop> out) {
    int offset = 0;
    int end = in.length();
    int base = in.position();
    while (end - offset >= RTNEXTHOP) {
      int length = in.u16(offset);
      if (length < RTNEXTHOP || length > end - offset) {
        throw new MalformedNetlinkException("the length of a hop within its bounds", base + offset);
      }
      int weight = in.u8(offset + 3) + 1;
      int oif = interfaceIndex(in, offset + 4);
      byte[] gateway = hopGateway(in, family, offset + RTNEXTHOP, offset + length);
      out.add(hop(oif, gateway, weight, in.u8(offset + 2)));
      offset += (length + 3) & ~3;
    }
  }

  /** The gateway among the attributes of one hop; empty where there is none. */
  private static byte[] hopGateway(NetlinkReader in, AddressFamily family, int from, int to) {
    byte[] gateway = {};
    int offset = from;
    while (to - offset >= ATTRIBUTE_HEADER) {
      int length = in.u16(offset);
      int type = in.u16(offset + 2);
      if (length < ATTRIBUTE_HEADER || length > to - offset) {
        throw new MalformedNetlinkException(
            "an attribute length within its bounds", in.position() + offset);
      }
      int value = offset + ATTRIBUTE_HEADER;
      int count = length - ATTRIBUTE_HEADER;
      if (type == RTA_GATEWAY && count == family.addressBytes()) {
        gateway = in.bytes(value, count);
      } else if (type == RTA_VIA && count >= 2) {
        Optional<AddressFamily> other = AddressFamily.of(in.u16(value));
        if (other.isPresent() && count - 2 >= other.get().addressBytes()) {
          gateway = in.bytes(value + 2, other.get().addressBytes());
        }
      }
      offset += (length + 3) & ~3;
    }
    return gateway;
  }

  /**
   * A hop.
   *
   * @param gateway empty where there is none
   */
  static RouteHop hop(int oif, byte[] gateway, int weight, int flags) {
    return gateway.length == 0
        ? new RouteHop.Direct(oif, weight)
        : new RouteHop.Gateway(
            oif, AddressFamily.address(gateway), weight, (flags & RTNH_F_ONLINK) != 0);
  }

  /** The gateway of another family: {@code {u16 family; address}}; empty for an unknown family. */
  static byte[] via(NetlinkReader in) {
    return AddressFamily.of(in.u16(0))
        .map(family -> in.bytes(2, family.addressBytes()))
        .orElseGet(() -> new byte[0]);
  }

  /** The number of an interface; 0 is none. */
  static int interfaceIndex(NetlinkReader in, int offset) {
    int index = in.u32(offset);
    if (index < 0) {
      throw new MalformedNetlinkException("the number of an interface", in.position() + offset);
    }
    return index;
  }
}
