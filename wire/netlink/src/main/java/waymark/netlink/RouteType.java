package waymark.netlink;

/**
 * What a route does with a packet: RTN_* of {@code linux/rtnetlink.h}; other codes are kept
 * unchanged.
 *
 * @param code 0 to 255
 */
public record RouteType(int code) {
  public static final RouteType UNICAST = new RouteType(1);
  public static final RouteType LOCAL = new RouteType(2);
  public static final RouteType BROADCAST = new RouteType(3);
  public static final RouteType ANYCAST = new RouteType(4);
  public static final RouteType MULTICAST = new RouteType(5);

  /** Dropped silently. */
  public static final RouteType BLACKHOLE = new RouteType(6);

  /** Refused with an ICMP "unreachable". */
  public static final RouteType UNREACHABLE = new RouteType(7);

  /** Refused with an ICMP "administratively prohibited". */
  public static final RouteType PROHIBIT = new RouteType(8);

  /** The next rule decides. */
  public static final RouteType THROW = new RouteType(9);

  public RouteType {
    if (code < 0 || code > 255) {
      throw new IllegalArgumentException("route type " + code);
    }
  }

  @Override
  public String toString() {
    return switch (code) {
      case 1 -> "unicast";
      case 2 -> "local";
      case 3 -> "broadcast";
      case 4 -> "anycast";
      case 5 -> "multicast";
      case 6 -> "blackhole";
      case 7 -> "unreachable";
      case 8 -> "prohibit";
      case 9 -> "throw";
      default -> Integer.toString(code);
    };
  }
}
