package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads links, addresses, routes and rules from rtnetlink's messages. Families other than IPv4 and
 * IPv6 are skipped.
 */
final class RouteReader {
  private static final int AF_UNSPEC = 0;
  private static final int ATTRIBUTE_HEADER = 4;

  private RouteReader() {}

  static void event(NetlinkReader in, Consumer<? super RouteEvent> out) {
    switch (in.type()) {
      case RTM_NEWLINK -> link(in, link -> out.accept(new RouteEvent.LinkPresent(link)));
      case RTM_DELLINK -> link(in, link -> out.accept(new RouteEvent.LinkGone(link)));
      case RTM_NEWADDR ->
          address(in, address -> out.accept(new RouteEvent.AddressPresent(address)));
      case RTM_DELADDR -> address(in, address -> out.accept(new RouteEvent.AddressGone(address)));
      case RTM_NEWROUTE -> route(in, route -> out.accept(new RouteEvent.RoutePresent(route)));
      case RTM_DELROUTE -> route(in, route -> out.accept(new RouteEvent.RouteGone(route)));
      case RTM_NEWRULE -> rule(in, rule -> out.accept(new RouteEvent.RulePresent(rule)));
      case RTM_DELRULE -> rule(in, rule -> out.accept(new RouteEvent.RuleGone(rule)));
      default -> {}
    }
  }

  static void link(NetlinkReader in, Consumer<? super RouteLink> out) {
    // Bridges report their ports in the same messages, with a family: a port that leaves its bridge
    // is not a deleted link (br_ifinfo_notify).
    if (in.u8(0) != AF_UNSPEC) {
      return;
    }
    int index = in.u32(4);
    int flags = in.u32(8);
    if (index < 1) {
      throw new MalformedNetlinkException("the number of an interface", in.position() + 4);
    }
    String name = "";
    String kind = "";
    int mtu = 0;
    List<String> alternatives = new ArrayList<>();
    boolean carrier = (flags & IFF_LOWER_UP) != 0;
    in.enter(IFINFOMSG);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case IFLA_IFNAME -> name = in.string();
        case IFLA_MTU -> mtu = in.u32(0);
        case IFLA_CARRIER -> carrier = in.u8(0) != 0;
        case IFLA_LINKINFO -> kind = kind(in);
        case IFLA_PROP_LIST -> alternatives(in, alternatives);
        default -> {}
      }
    }
    in.leave();
    out.accept(
        new RouteLink(
            index,
            name,
            kind,
            (flags & IFF_UP) != 0,
            (flags & IFF_RUNNING) != 0,
            carrier,
            (flags & IFF_LOOPBACK) != 0,
            (flags & IFF_POINTOPOINT) != 0,
            mtu,
            alternatives));
  }

  private static void alternatives(NetlinkReader in, List<String> out) {
    in.enter(0);
    while (in.nextAttribute()) {
      if (in.attribute() == IFLA_ALT_IFNAME) {
        out.add(in.string());
      }
    }
    in.leave();
  }

  private static String kind(NetlinkReader in) {
    String kind = "";
    in.enter(0);
    while (in.nextAttribute()) {
      if (in.attribute() == IFLA_INFO_KIND) {
        kind = in.string();
      }
    }
    in.leave();
    return kind;
  }

  static void address(NetlinkReader in, Consumer<? super RouteAddress> out) {
    int family = in.u8(0);
    if (isOther(family)) {
      return;
    }
    int prefixLength = prefixLength(in, family, in.u8(1));
    int flags = in.u8(2);
    int scope = in.u8(3);
    int index = in.u32(4);
    byte[] own = {};
    boolean local = false;
    in.enter(IFADDRMSG);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        // On a point-to-point link ADDRESS is the peer's address, and LOCAL ours.
        case IFA_ADDRESS -> own = local ? own : bytes(in, family);
        case IFA_LOCAL -> {
          own = bytes(in, family);
          local = true;
        }
        case IFA_FLAGS -> flags = in.u32(0);
        default -> {}
      }
    }
    in.leave();
    if (own.length > 0) {
      out.accept(new RouteAddress(index, AddressFamily.address(own), prefixLength, scope, flags));
    }
  }

  /** Skips the copies that the kernel keeps of a route for one destination. */
  static void listedRoute(NetlinkReader in, Consumer<? super Route> out) {
    if ((in.u32(8) & RTM_F_CLONED) == 0) {
      route(in, out);
    }
  }

  static void route(NetlinkReader in, Consumer<? super Route> out) {
    int family = in.u8(0);
    if (isOther(family)) {
      return;
    }
    int length = prefixLength(in, family, in.u8(1));
    int table = in.u8(4);
    int protocol = in.u8(5);
    RouteType type = new RouteType(in.u8(7));
    int flags = in.u32(8);
    byte[] destination = new byte[addressBytes(family)];
    long metric = 0;
    int oif = 0;
    byte[] gateway = {};
    List<RouteHop> hops = new ArrayList<>(1);
    in.enter(RTMSG);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case RTA_DST -> destination = bytes(in, family);
        case RTA_TABLE -> table = in.u32(0);
        case RTA_PRIORITY -> metric = in.u32(0) & 0xffff_ffffL;
        case RTA_OIF -> oif = interfaceIndex(in, 0);
        case RTA_GATEWAY -> gateway = bytes(in, family);
        case RTA_VIA -> gateway = via(in);
        case RTA_MULTIPATH -> hops(in, family, hops);
        default -> {}
      }
    }
    in.leave();
    if (hops.isEmpty() && (oif != 0 || gateway.length > 0)) {
      hops.add(hop(oif, gateway, 1, flags));
    }
    // The kernel names the loopback interface for IPv6 routes that refuse.
    boolean refuses = type.code() >= 6 && type.code() <= 9;
    out.accept(
        new Route(
            RoutePrefix.of(AddressFamily.address(destination), length),
            table,
            type,
            protocol,
            metric,
            refuses ? List.of() : hops));
  }

  private static void hops(NetlinkReader in, int family, List<RouteHop> out) {
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
  private static byte[] hopGateway(NetlinkReader in, int family, int from, int to) {
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
      if (type == RTA_GATEWAY && count == addressBytes(family)) {
        gateway = in.bytes(value, count);
      } else if (type == RTA_VIA && count >= 2) {
        int other = in.u16(value);
        if (!isOther(other) && count - 2 >= addressBytes(other)) {
          gateway = in.bytes(value + 2, addressBytes(other));
        }
      }
      offset += (length + 3) & ~3;
    }
    return gateway;
  }

  private static int addressBytes(int family) {
    return family == AddressFamily.IPV4.number() ? 4 : 16;
  }

  private static RouteHop hop(int oif, byte[] gateway, int weight, int flags) {
    return gateway.length == 0
        ? new RouteHop.Direct(oif, weight)
        : new RouteHop.Gateway(
            oif, AddressFamily.address(gateway), weight, (flags & RTNH_F_ONLINK) != 0);
  }

  /** The gateway of another family: {@code {u16 family; address}}; empty for an unknown family. */
  private static byte[] via(NetlinkReader in) {
    int family = in.u16(0);
    if (isOther(family)) {
      return new byte[0];
    }
    return in.bytes(2, addressBytes(family));
  }

  static void rule(NetlinkReader in, Consumer<? super RouteRule> out) {
    int family = in.u8(0);
    if (isOther(family)) {
      return;
    }
    boolean narrowed = in.u8(1) != 0 || in.u8(2) != 0 || in.u8(3) != 0;
    int table = in.u8(4);
    RouteRuleAction action = new RouteRuleAction(in.u8(7));
    narrowed |= (in.u32(8) & FIB_RULE_INVERT) != 0;
    long priority = 0;
    int mark = 0;
    int mask = 0;
    int protocol = 0;
    in.enter(FIB_RULE_HDR);
    while (in.nextAttribute()) {
      switch (in.attribute()) {
        case FRA_PRIORITY -> priority = in.u32(0) & 0xffff_ffffL;
        case FRA_FWMARK -> mark = in.u32(0);
        case FRA_FWMASK -> mask = in.u32(0);
        case FRA_TABLE -> table = in.u32(0);
        case FRA_PROTOCOL -> protocol = in.u8(0);
        case FRA_SUPPRESS_IFGROUP, FRA_SUPPRESS_PREFIXLEN -> narrowed |= in.u32(0) != -1;
        case FRA_L3MDEV -> narrowed |= in.u8(0) != 0;
        case FRA_TUN_ID -> narrowed |= in.be64(0) != 0;
        case FRA_DST, FRA_SRC, FRA_IIFNAME, FRA_OIFNAME, FRA_UID_RANGE -> narrowed = true;
        default -> narrowed |= in.attribute() >= FRA_IP_PROTO;
      }
    }
    in.leave();
    out.accept(
        new RouteRule(
            family == AddressFamily.IPV4.number() ? AddressFamily.IPV4 : AddressFamily.IPV6,
            priority,
            mark,
            mask,
            table,
            action,
            protocol,
            narrowed));
  }

  private static boolean isOther(int family) {
    return family != AddressFamily.IPV4.number() && family != AddressFamily.IPV6.number();
  }

  private static int prefixLength(NetlinkReader in, int family, int length) {
    if (length > addressBytes(family) * 8) {
      throw new MalformedNetlinkException("a prefix length of the family", in.position() + 1);
    }
    return length;
  }

  private static int interfaceIndex(NetlinkReader in, int offset) {
    int index = in.u32(offset);
    if (index < 0) {
      throw new MalformedNetlinkException("the number of an interface", in.position() + offset);
    }
    return index;
  }

  /** An address of a family. */
  private static byte[] bytes(NetlinkReader in, int family) {
    int count = addressBytes(family);
    if (in.length() != count) {
      throw new MalformedNetlinkException("an address of " + count + " bytes", in.position());
    }
    return in.bytes();
  }
}
