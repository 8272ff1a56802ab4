package waymark.policy;

import org.jspecify.annotations.Nullable;

/**
 * All addresses of one family with the same prefix.
 *
 * @param base the first address; every bit after the prefix is 0
 * @param prefix the number of shared bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Network(Address base, int prefix) implements Comparable<Network> {
  private static final String EXPECTED = "a network such as 203.0.113.0/24 or 2001:db8::/32";

  public Network {
    if (prefix < 0 || prefix > base.width()) {
      throw new IllegalArgumentException(base + " has no prefix of " + prefix + " bits");
    }
    Address first = first(base, prefix);
    if (!first.equals(base)) {
      throw new IllegalArgumentException(
          base + "/" + prefix + " has bits set beyond its prefix: " + first + "/" + prefix);
    }
  }

  /** The network that has only this address. */
  public static Network of(Address address) {
    return new Network(address, address.width());
  }

  /** The network of this prefix length that contains the address. */
  public static Network of(Address address, int prefix) {
    return new Network(first(address, prefix), prefix);
  }

  /**
   * Reads {@code 203.0.113.0/24}, {@code 2001:db8::/32}, or a single address, which is a network of
   * one.
   *
   * @throws SyntaxException for any other text, and for a base with bits set beyond its prefix; the
   *     message then names the right base
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return of(address(text, text));
    }
    Address address = address(text.substring(0, slash), text);
    int prefix = length(text, slash + 1);
    // ::ffff:192.0.2.0/120 is the IPv4 network 192.0.2.0/24.
    int mapped = address.isIpv4() && text.indexOf(':') >= 0 ? 96 : 0;
    if (prefix - mapped < 0 || prefix - mapped > address.width()) {
      throw new SyntaxException(
          "'" + text + "' has a prefix length out of range",
          "a length from " + mapped + " to " + (address.width() + mapped));
    }
    Address first = first(address, prefix - mapped);
    if (!first.equals(address)) {
      throw new SyntaxException(
          "'" + text + "' has bits set beyond its prefix", first + "/" + (prefix - mapped));
    }
    return new Network(address, prefix - mapped);
  }

  private static Address address(String text, String whole) {
    try {
      return Address.parse(text);
    } catch (SyntaxException e) {
      throw new SyntaxException(
          whole.equals(text) ? e.what() : e.what() + " in '" + whole + "'", EXPECTED);
    }
  }

  private static int length(String text, int from) {
    int value = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i - from > 2) {
        throw new SyntaxException("'" + text + "' has no number after the /", EXPECTED);
      }
      value = value * 10 + c - '0';
    }
    if (from == text.length()) {
      throw new SyntaxException("'" + text + "' has no number after the /", EXPECTED);
    }
    return value;
  }

  /** The first address: the base. */
  public Address first() {
    return base;
  }

  /** The last address. */
  public Address last() {
    int bits = prefix + 128 - base.width();
    return new Address(base.high() | ~highMask(bits), base.low() | ~lowMask(bits));
  }

  /** Whether the address is in this network; one of the other family never is. */
  public boolean contains(Address address) {
    int bits = prefix + 128 - base.width();
    return ((address.high() ^ base.high()) & highMask(bits)) == 0
        && ((address.low() ^ base.low()) & lowMask(bits)) == 0
        && address.isIpv4() == base.isIpv4();
  }

  /** Same as a record's, but written by hand: it runs at every start. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Network that && prefix == that.prefix && base.equals(that.base);
  }

  @Override
  public int hashCode() {
    return base.hashCode() * 31 + prefix;
  }

  /**
   * Orders by first address; of two with the same first address, the larger network comes first.
   */
  @Override
  public int compareTo(Network other) {
    int order = base.compareTo(other.base);
    return order == 0 ? Integer.compare(prefix, other.prefix) : order;
  }

  private static Address first(Address address, int prefix) {
    int bits = prefix + 128 - address.width();
    return new Address(address.high() & highMask(bits), address.low() & lowMask(bits));
  }

  private static long highMask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << (64 - bits);
  }

  private static long lowMask(int bits) {
    return bits <= 64 ? 0 : bits >= 128 ? -1 : -1L << (128 - bits);
  }

  /** {@code 203.0.113.0/24}. */
  @Override
  public String toString() {
    return base + "/" + prefix;
  }
}
