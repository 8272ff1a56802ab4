package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/** The next hop of a route: an interface, or a gateway behind one. */
public sealed interface RouteHop {
  /** The index of the interface; 0 lets the kernel find the one that reaches the gateway. */
  int interfaceIndex();

  /** The weight of this hop among several: 1 to 256. */
  int weight();

  static RouteHop direct(int interfaceIndex) {
    return new Direct(interfaceIndex, 1);
  }

  static RouteHop gateway(int interfaceIndex, InetAddress gateway) {
    return new Gateway(interfaceIndex, gateway, 1);
  }

  /** The destination itself is a neighbour on this interface, or the interface is a tunnel. */
  record Direct(int interfaceIndex, int weight) implements RouteHop {
    public Direct {
      check(interfaceIndex, weight);
    }
  }

  /** The gateway may be of the other family: an IPv6 gateway of an IPv4 route. */
  record Gateway(int interfaceIndex, InetAddress gateway, int weight) implements RouteHop {
    public Gateway {
      requireNonNull(gateway);
      check(interfaceIndex, weight);
    }
  }

  private static void check(int interfaceIndex, int weight) {
    if (interfaceIndex < 0) {
      throw new IllegalArgumentException("interface " + interfaceIndex);
    }
    if (weight < 1 || weight > 256) {
      throw new IllegalArgumentException("weight of a hop must be 1 to 256, not " + weight);
    }
  }
}
