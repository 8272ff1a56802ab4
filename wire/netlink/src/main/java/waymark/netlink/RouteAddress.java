package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * An address of this host.
 *
 * @param prefixLength length of the network on the interface
 * @param scope 0 everywhere, 253 this link, 254 this host (RT_SCOPE_*)
 * @param flags IFA_F_* of {@code linux/if_addr.h}
 */
public record RouteAddress(
    int interfaceIndex, InetAddress address, int prefixLength, int scope, int flags) {
  public RouteAddress {
    requireNonNull(address);
    if (prefixLength < 0 || prefixLength > AddressFamily.of(address).addressBits()) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " of " + address.getHostAddress());
    }
  }
}
