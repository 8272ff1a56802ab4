package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One route of one routing table.
 *
 * @param table number of the table: 254 is main, 255 local
 * @param protocol the origin of the route, RTPROT_*: 2 kernel, 3 boot, 4 static; a program may use
 *     a number of its own, such as 250
 * @param metric the kernel uses the route with the lowest metric: 0 to 2^32-1. The kernel turns 0
 *     in a new IPv6 route into 1024
 * @param hops empty for a route that refuses; several hops share the traffic
 */
public record Route(
    RoutePrefix destination,
    int table,
    RouteType type,
    int protocol,
    long metric,
    List<RouteHop> hops) {
  public Route {
    requireNonNull(destination);
    requireNonNull(type);
    hops = List.copyOf(hops);
    if (protocol < 0 || protocol > 255) {
      throw new IllegalArgumentException("protocol of a route must be 0 to 255, not " + protocol);
    }
    if (metric < 0 || metric > 0xffff_ffffL) {
      throw new IllegalArgumentException("metric " + metric);
    }
  }

  /** A route that forwards, with protocol 4 (static) and metric 0. */
  public static Route unicast(RoutePrefix destination, int table, RouteHop hop) {
    return new Route(destination, table, RouteType.UNICAST, 4, 0, List.of(hop));
  }

  /** A route that refuses with an ICMP error. */
  public static Route unreachable(RoutePrefix destination, int table) {
    return new Route(destination, table, RouteType.UNREACHABLE, 4, 0, List.of());
  }

  public Route withProtocol(int protocol) {
    return new Route(destination, table, type, protocol, metric, hops);
  }

  public Route withMetric(long metric) {
    return new Route(destination, table, type, protocol, metric, hops);
  }

  /** As {@code ip route} writes it, but for interfaces, which have numbers here. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!type.equals(RouteType.UNICAST)) {
      text.append(type).append(' ');
    }
    text.append(destination.length() == 0 ? "default" : destination);
    boolean single = hops.size() == 1;
    for (RouteHop hop : hops) {
      text.append(single ? " " : " nexthop ").append(hop);
    }
    text.append(" table ").append(table);
    if (metric != 0) {
      text.append(" metric ").append(metric);
    }
    return text.toString();
  }

  public AddressFamily family() {
    return destination.family();
  }
}
