package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads addresses, routes and rules from rtnetlink's messages, and events about all of them.
 * Families other than IPv4 and IPv6 are skipped.
 */
final class RouteReader {
  private RouteReader() {}

  static void event(NetlinkReader in, Consumer<? super RouteEvent> out) {
    switch (in.type()) {
      case RTM_NEWLINK ->
          RouteLinkReader.link(in, link -> out.accept(new RouteEvent.LinkPresent(link)));
      case RTM_DELLINK ->
          RouteLinkReader.link(in, link -> out.accept(new RouteEvent.LinkGone(link)));
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

  static void address(NetlinkReader in, Consumer<? super RouteAddress> out) {
    AddressFamily.of(in.u8(0)).ifPresent(family -> address(in, family, out));
  }

  private static void address(
      NetlinkReader in, AddressFamily family, Consumer<? super RouteAddress> out) {
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
    AddressFamily.of(in.u8(0)).ifPresent(family -> route(in, family, out));
  }

  private static void route(NetlinkReader in, AddressFamily family, Consumer<? super Route> out) {
    int length = prefixLength(in, family, in.u8(1));
    int table = in.u8(4);
    int protocol = in.u8(5);
    RouteType type = new RouteType(in.u8(7));
    int flags = in.u32(8);
    byte[] destination = new byte[family.addressBytes()];
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
        case RTA_OIF -> oif = RouteHopReader.interfaceIndex(in, 0);
        case RTA_GATEWAY -> gateway = bytes(in, family);
        case RTA_VIA -> gateway = RouteHopReader.via(in);
        case RTA_MULTIPATH -> RouteHopReader.multipath(in, family, hops);
        default -> {}
      }
    }
    in.leave();
    if (hops.isEmpty() && (oif != 0 || gateway.length > 0)) {
      hops.add(RouteHopReader.hop(oif, gateway, 1, flags));
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

  static void rule(NetlinkReader in, Consumer<? super RouteRule> out) {
    AddressFamily.of(in.u8(0)).ifPresent(family -> rule(in, family, out));
  }

  private static void rule(
      NetlinkReader in, AddressFamily family, Consumer<? super RouteRule> out) {
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
    out.accept(new RouteRule(family, priority, mark, mask, table, action, protocol, narrowed));
  }

  private static int prefixLength(NetlinkReader in, AddressFamily family, int length) {
    if (length > family.addressBits()) {
      throw new MalformedNetlinkException("a prefix length of the family", in.position() + 1);
    }
    return length;
  }

  /** An address of a family. */
  private static byte[] bytes(NetlinkReader in, AddressFamily family) {
    int count = family.addressBytes();
    if (in.length() != count) {
      throw new MalformedNetlinkException("an address of " + count + " bytes", in.position());
    }
    return in.bytes();
  }
}
