package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A network interface.
 *
 * @param index the interface's number in this network namespace, from 1; another one after it was
 *     created again
 * @param kind {@code wireguard}, {@code veth}, {@code bridge}, …; empty for hardware and loopback
 * @param up whether the administrator has set it up
 * @param running whether it is up and able to carry packets (RFC 2863 state up or unknown)
 * @param carrier whether the cable, or its virtual equivalent, is connected
 * @param mtu the largest packet in bytes
 * @param alternatives its alternative names ({@code ip link property add altname})
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
    int mtu,
    List<String> alternatives) {
  public RouteLink {
    requireNonNull(name);
    requireNonNull(kind);
    alternatives = List.copyOf(alternatives);
    if (index < 1) {
      throw new IllegalArgumentException("interface " + index);
    }
  }

  /** An interface without alternative names. */
  public RouteLink(
      int index,
      String name,
      String kind,
      boolean up,
      boolean running,
      boolean carrier,
      boolean loopback,
      boolean pointToPoint,
      int mtu) {
    this(index, name, kind, up, running, carrier, loopback, pointToPoint, mtu, List.of());
  }
}
