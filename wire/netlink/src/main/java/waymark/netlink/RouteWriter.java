package waymark.netlink;

import static waymark.netlink.Rtnetlink.*;

import java.net.InetAddress;

/** Writes requests about links, addresses, routes and rules, as {@code ip} of iproute2 does. */
final class RouteWriter {
  private final NetlinkWriter out;

  RouteWriter(NetlinkWriter out) {
    this.out = out;
  }

  void listLinks() {
    out.begin(RTM_GETLINK, NetlinkMessage.DUMP).putU32(0).putU32(0).putU32(0).putU32(0);
    out.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS).end();
  }

  void listAddresses() {
    out.begin(RTM_GETADDR, NetlinkMessage.DUMP).putU32(0).putU32(0).end();
  }

  void listRoutes(AddressFamily family, RouteFilter filter) {
    out.begin(RTM_GETROUTE, NetlinkMessage.DUMP);
    routeHeader(family.number(), 0, 0, filter.protocol(), 0, 0, 0);
    if (filter.table() != 0) {
      out.u32(RTA_TABLE, filter.table());
    }
    if (filter.interfaceIndex() != 0) {
      out.u32(RTA_OIF, filter.interfaceIndex());
    }
    out.end();
  }

  /** Asks for the route that a packet of this host would take. */
  void routeTo(InetAddress destination, int mark) {
    AddressFamily family = AddressFamily.of(destination);
    // IPv6 always reports the table, and refuses the flag (inet6_rtm_valid_getroute_req).
    int flags = family == AddressFamily.IPV4 ? RTM_F_LOOKUP_TABLE : 0;
    out.begin(RTM_GETROUTE, 0);
    routeHeader(family.number(), family.addressBits(), 0, 0, 0, 0, flags);
    out.bytes(RTA_DST, destination.getAddress());
    if (mark != 0) {
      out.u32(RTA_MARK, mark);
    }
    out.end();
  }

  /** Adds a route, or replaces the one that exists. */
  void replace(Route route) {
    out.begin(RTM_NEWROUTE, NetlinkMessage.CREATE | NetlinkMessage.REPLACE);
    route(route, scope(route));
  }

  void delete(Route route) {
    out.begin(RTM_DELROUTE, 0);
    route(route, RT_SCOPE_NOWHERE); // means any scope here
  }

  private void route(Route route, int scope) {
    int table = route.table();
    routeHeader(
        route.family().number(),
        route.destination().length(),
        table >>> 8 == 0 ? table : 0,
        route.protocol(),
        scope,
        route.type().code(),
        route.hops().size() == 1 ? flags(route.hops().getFirst()) : 0);
    if (route.destination().length() > 0) {
      out.bytes(RTA_DST, route.destination().address().getAddress());
    }
    boolean single = route.hops().size() == 1;
    if (single && route.hops().getFirst() instanceof RouteHop.Gateway hop) {
      gateway(route.family(), hop);
    }
    if (table >>> 8 != 0) {
      out.u32(RTA_TABLE, table);
    }
    if (route.metric() != 0) {
      out.u32(RTA_PRIORITY, (int) route.metric());
    }
    if (single) {
      int oif = route.hops().getFirst().interfaceIndex();
      if (oif != 0) {
        out.u32(RTA_OIF, oif);
      }
    } else if (!route.hops().isEmpty()) {
      hops(route);
    }
    out.end();
  }

  private void hops(Route route) {
    out.open(RTA_MULTIPATH);
    for (RouteHop hop : route.hops()) {
      out.putU16(hopBytes(route.family(), hop))
          .putU8(flags(hop))
          .putU8(hop.weight() - 1)
          .putU32(hop.interfaceIndex());
      if (hop instanceof RouteHop.Gateway gateway) {
        gateway(route.family(), gateway);
      }
    }
    out.endNest();
  }

  private static int flags(RouteHop hop) {
    return hop instanceof RouteHop.Gateway gateway && gateway.onLink() ? RTNH_F_ONLINK : 0;
  }

  private static int hopBytes(AddressFamily family, RouteHop hop) {
    return switch (hop) {
      case RouteHop.Direct direct -> RTNEXTHOP;
      case RouteHop.Gateway gateway -> {
        AddressFamily other = AddressFamily.of(gateway.gateway());
        int value = other == family ? other.addressBytes() : 2 + other.addressBytes();
        yield RTNEXTHOP + ((4 + value + 3) & ~3);
      }
    };
  }

  private void gateway(AddressFamily family, RouteHop.Gateway hop) {
    byte[] address = hop.gateway().getAddress();
    AddressFamily gatewayFamily = AddressFamily.of(hop.gateway());
    if (gatewayFamily == family) {
      out.bytes(RTA_GATEWAY, address);
    } else {
      out.open(RTA_VIA).putU16(gatewayFamily.number()).putBytes(address).endNest();
    }
  }

  private void routeHeader(
      int family, int length, int table, int protocol, int scope, int type, int flags) {
    out.putU8(family).putU8(length).putU8(0).putU8(0);
    out.putU8(table).putU8(protocol).putU8(scope).putU8(type).putU32(flags);
  }

  private static int scope(Route route) {
    if (route.family() == AddressFamily.IPV6) {
      return RT_SCOPE_UNIVERSE;
    }
    RouteType type = route.type();
    if (type.equals(RouteType.LOCAL)) {
      return RT_SCOPE_HOST;
    }
    boolean neighbours =
        type.equals(RouteType.UNICAST)
            ? route.hops().size() == 1 && route.hops().getFirst() instanceof RouteHop.Direct
            : type.equals(RouteType.BROADCAST)
                || type.equals(RouteType.MULTICAST)
                || type.equals(RouteType.ANYCAST);
    return neighbours ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
  }

  void listRules(AddressFamily family) {
    out.begin(RTM_GETRULE, NetlinkMessage.DUMP).putU8(family.number()).putU8(0).putU16(0);
    out.putU32(0).putU32(0).end();
  }

  void add(RouteRule rule) {
    rule(rule, RTM_NEWRULE, NetlinkMessage.CREATE | NetlinkMessage.EXCLUSIVE);
  }

  void delete(RouteRule rule) {
    rule(rule, RTM_DELRULE, 0);
  }

  private void rule(RouteRule rule, int type, int flags) {
    if (rule.narrowed()) {
      throw new IllegalArgumentException("a rule with selectors that are not known: " + rule);
    }
    int table = rule.table();
    out.begin(type, flags).putU8(rule.family().number()).putU8(0).putU8(0).putU8(0);
    out.putU8(table >>> 8 == 0 ? table : 0).putU8(0).putU8(0).putU8(rule.action().code());
    out.putU32(0);
    if (rule.mask() != 0) {
      out.u32(FRA_FWMARK, rule.mark()).u32(FRA_FWMASK, rule.mask());
    }
    if (table >>> 8 != 0) {
      out.u32(FRA_TABLE, table);
    }
    out.u32(FRA_PRIORITY, (int) rule.priority());
    if (rule.protocol() != 0) {
      out.u8(FRA_PROTOCOL, rule.protocol());
    }
    out.end();
  }
}
