package waymark.kernel.links;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import waymark.netlink.RoutePrefix;
import waymark.policy.Address;
import waymark.policy.Network;

/** Networks as netlink's records have them, and back. */
public final class Prefixes {
  private Prefixes() {}

  public static RoutePrefix of(Network network) {
    return new RoutePrefix(inet(network.base()), network.prefix());
  }

  public static Network network(RoutePrefix prefix) {
    return new Network(Address.of(prefix.address().getAddress()), prefix.length());
  }

  static InetAddress inet(Address address) {
    try {
      byte[] bytes = address.bytes();
      return bytes.length == 16
          ? Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
