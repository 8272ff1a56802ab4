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
  private static final int IFA_F_DADFAILED = 0x08;
  private static final int IFA_F_DEPRECATED = 0x20;
  private static final int IFA_F_TENTATIVE = 0x40;

  public RouteAddress {
    requireNonNull(address);
    if (prefixLength < 0 || prefixLength > AddressFamily.of(address).addressBits()) {
      throw new IllegalArgumentException(
          "prefix length " + prefixLength + " of " + address.getHostAddress());
    }
  }

  /** The network on the interface. */
  public RoutePrefix prefix() {
    return RoutePrefix.of(address, prefixLength);
  }

  /**
   * Whether packets may be sent from it: not while IPv6 still looks for a duplicate, or found one.
   */
  public boolean isUsable() {
    return (flags & (IFA_F_DADFAILED | IFA_F_TENTATIVE)) == 0;
  }

  /** Whether new connections should use another one. */
  public boolean isDeprecated() {
    return (flags & IFA_F_DEPRECATED) != 0;
  }
}
