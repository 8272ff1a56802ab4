package waymark.netlink;

import static java.util.Objects.requireNonNull;

/**
 * A network interface.
 *
 * @param index its number in this network namespace, from 1; another one after it was made anew
 * @param kind {@code wireguard}, {@code veth}, {@code bridge}, …; empty for hardware and loopback
 * @param up set up by the administrator
 * @param running up, and able to carry packets (RFC 2863 state up or unknown)
 * @param carrier the cable is in, or its virtual likeness
 * @param mtu largest packet in bytes
 */
public record RouteLink(
    int index,
    String name,
    String kind,
    boolean up,
    boolean running,
    boolean carrier,
    boolean loopback,
    boolean pointToPoint,
    int mtu) {
  public RouteLink {
    requireNonNull(name);
    requireNonNull(kind);
    if (index < 1) {
      throw new IllegalArgumentException("interface " + index);
    }
  }
}
