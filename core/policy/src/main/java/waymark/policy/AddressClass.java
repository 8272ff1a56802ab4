package waymark.policy;

/**
 * The class of an address, after the IANA special-purpose registries (RFC 6890). Only {@link
 * #ORDINARY} addresses are learned from names, and {@linkplain #isPrivate private} ones by rules
 * that ask for it.
 *
 * <p>An IPv6 address in NAT64's {@code 64:ff9b::/96} (RFC 6052) has the class of the IPv4 address
 * that it embeds. The benchmark networks {@code 198.18.0.0/15} and {@code 2001:2::/48} are
 * ordinary, because resolvers that hand out stand-in addresses use them.
 */
public enum AddressClass {
  /** May be learned. */
  ORDINARY,
  /** {@code 0.0.0.0/8} and {@code ::}. */
  UNSPECIFIED,
  /** {@code 127.0.0.0/8} and {@code ::1}. */
  LOOPBACK,
  /** {@code 169.254.0.0/16} and {@code fe80::/10}. */
  LINK_LOCAL,
  /**
   * {@code 10.0.0.0/8}, {@code 172.16.0.0/12}, {@code 192.168.0.0/16} (RFC 1918) and {@code
   * fc00::/7} (RFC 4193).
   */
  PRIVATE,
  /** {@code 100.64.0.0/10}: shared by a provider and its customers behind NAT (RFC 6598). */
  CGNAT,
  /** {@code 224.0.0.0/4}, {@code ff00::/8}, and the broadcast address {@code 255.255.255.255}. */
  MULTICAST,
  /**
   * {@code 192.0.2.0/24}, {@code 198.51.100.0/24}, {@code 203.0.113.0/24} (RFC 5737), {@code
   * 2001:db8::/32} (RFC 3849) and {@code 3fff::/20} (RFC 9637).
   */
  DOCUMENTATION;

  /** Whether such an address belongs to a network behind some router, and to others elsewhere. */
  public boolean isPrivate() {
    return this == PRIVATE || this == CGNAT;
  }

  /** The class of the address. */
  public static AddressClass of(Address address) {
    return of(address.high(), address.low());
  }

  /** The class of the address with these bits, laid out as in {@link Address}. */
  public static AddressClass of(long high, long low) {
    if (high == 0) {
      if (low >>> 32 == 0xffff) {
        return ofIpv4((int) low);
      }
      return low == 0 ? UNSPECIFIED : low == 1 ? LOOPBACK : ORDINARY;
    }
    if (high == 0x0064ff9b_00000000L && low >>> 32 == 0) {
      return ofIpv4((int) low);
    }
    int top = (int) (high >>> 56);
    if (top == 0xff) {
      return MULTICAST;
    }
    if ((top & 0xfe) == 0xfc) {
      return PRIVATE;
    }
    if (high >>> 54 == 0xfe80 >>> 6) {
      return LINK_LOCAL;
    }
    return high >>> 32 == 0x20010db8L || high >>> 44 == 0x3fff0 ? DOCUMENTATION : ORDINARY;
  }

  private static AddressClass ofIpv4(int bits) {
    return switch (bits >>> 24) {
      case 0 -> UNSPECIFIED;
      case 10 -> PRIVATE;
      case 100 -> (bits >>> 22 & 3) == 1 ? CGNAT : ORDINARY;
      case 127 -> LOOPBACK;
      case 169 -> bits >>> 16 == 0xa9fe ? LINK_LOCAL : ORDINARY;
      case 172 -> bits >>> 20 == 0xac1 ? PRIVATE : ORDINARY;
      case 192 ->
          bits >>> 16 == 0xc0a8 ? PRIVATE : bits >>> 8 == 0xc00002 ? DOCUMENTATION : ORDINARY;
      case 198 -> bits >>> 8 == 0xc63364 ? DOCUMENTATION : ORDINARY;
      case 203 -> bits >>> 8 == 0xcb0071 ? DOCUMENTATION : ORDINARY;
      default -> bits >>> 28 == 14 || bits == -1 ? MULTICAST : ORDINARY;
    };
  }
}
