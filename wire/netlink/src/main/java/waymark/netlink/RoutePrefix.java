package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * A network: an address with only zeroes behind its first {@code length} bits.
 *
 * @param length the number of leading bits: 0 to 32, or to 128
 */
public record RoutePrefix(InetAddress address, int length) {
  /** All of IPv4. */
  public static final RoutePrefix ALL_IPV4 = of(InetAddress.ofLiteral("0.0.0.0"), 0);

  /** All of IPv6. */
  public static final RoutePrefix ALL_IPV6 = of(InetAddress.ofLiteral("::"), 0);

  public RoutePrefix {
    requireNonNull(address);
    var bytes = address.getAddress();
    if (length < 0 || length > bytes.length * 8) {
      throw new IllegalArgumentException(
          "prefix length " + length + " of " + address.getHostAddress());
    }
    if (mask(bytes, length)) {
      throw new IllegalArgumentException(
          address.getHostAddress() + "/" + length + " has bits set behind its length");
    }
  }

  /** The network of {@code length} bits that contains the address. */
  public static RoutePrefix of(InetAddress address, int length) {
    var bytes = address.getAddress();
    if (length >= 0 && length <= bytes.length * 8 && mask(bytes, length)) {
      return new RoutePrefix(AddressFamily.address(bytes), length);
    }
    return new RoutePrefix(address, length);
  }

  /** The network of a single address. */
  public static RoutePrefix of(InetAddress address) {
    return new RoutePrefix(address, AddressFamily.of(address).addressBits());
  }

  public AddressFamily family() {
    return AddressFamily.of(address);
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + length;
  }

  /** Clears the bits behind the length, and returns whether one was set. */
  private static boolean mask(byte[] bytes, int length) {
    boolean changed = false;
    for (int i = length / 8; i < bytes.length; i++) {
      int keep = i == length / 8 ? 0xff00 >> (length % 8) : 0;
      byte masked = (byte) (bytes[i] & keep);
      changed |= masked != bytes[i];
      bytes[i] = masked;
    }
    return changed;
  }
}
