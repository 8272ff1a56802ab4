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

  /** A gateway that the interface reaches although it is in none of its networks. */
  static RouteHop onLink(int interfaceIndex, InetAddress gateway) {
    return new Gateway(interfaceIndex, gateway, 1, true);
  }

  /** The destination itself is a neighbour on this interface, or the interface is a tunnel. */
  record Direct(int interfaceIndex, int weight) implements RouteHop {
    public Direct {
      check(interfaceIndex, weight);
    }

    @Override
    public String toString() {
      return text("", interfaceIndex, weight);
    }
  }

  /**
   * The gateway may be of the other family: an IPv6 gateway of an IPv4 route.
   *
   * @param onLink whether the kernel takes it for a neighbour, whatever the interface's networks
   *     are (RTNH_F_ONLINK)
   */
  record Gateway(int interfaceIndex, InetAddress gateway, int weight, boolean onLink)
      implements RouteHop {
    public Gateway {
      requireNonNull(gateway);
      check(interfaceIndex, weight);
    }

    public Gateway(int interfaceIndex, InetAddress gateway, int weight) {
      this(interfaceIndex, gateway, weight, false);
    }

    @Override
    public String toString() {
      return text("via " + gateway.getHostAddress(), interfaceIndex, weight)
          + (onLink ? " onlink" : "");
    }
  }

  private static String text(String via, int interfaceIndex, int weight) {
    return (via + " interface " + interfaceIndex + (weight == 1 ? "" : " weight " + weight))
        .strip();
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
