package waymark.netlink;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The two families of IP addresses, with the numbers of {@code linux/socket.h}. */
public enum AddressFamily {
  IPV4(2, 4),
  IPV6(10, 16);

  private final int number;
  private final int addressBytes;

  AddressFamily(int number, int addressBytes) {
    this.number = number;
    this.addressBytes = addressBytes;
  }

  /** AF_INET or AF_INET6. */
  public int number() {
    return number;
  }

  /** Length of an address: 4 or 16. */
  public int addressBytes() {
    return addressBytes;
  }

  /** Length of an address in bits: 32 or 128. */
  public int addressBits() {
    return addressBytes * 8;
  }

  /** As people write it: {@code IPv4}. */
  @Override
  public String toString() {
    return this == IPV4 ? "IPv4" : "IPv6";
  }

  /** The family of this number, if it is one of the two. */
  static Optional<AddressFamily> of(int number) {
    return number == IPV4.number
        ? Optional.of(IPV4)
        : number == IPV6.number ? Optional.of(IPV6) : Optional.empty();
  }

  public static AddressFamily of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }

  /** The address of these 4 or 16 bytes; 16 bytes stay IPv6 even where they map an IPv4 address. */
  static InetAddress address(byte[] bytes) {
    try {
      return bytes.length == 16
          ? Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }
}
