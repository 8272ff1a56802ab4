package waymark.policy;

/**
 * An IPv6 address as its 128 bits, or an IPv4 address as the v4-mapped one ({@code
 * ::ffff:192.0.2.1}, RFC 4291 section 2.5.5.2); ordered as unsigned numbers.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Address(long high, long low) implements Comparable<Address> {
  private static final long MAPPED = 0xffffL;

  /** The address with these 32 bits in network order: {@code 0xc0000201} is 192.0.2.1. */
  public static Address ofIpv4(int bits) {
    return new Address(0, MAPPED << 32 | (bits & 0xffffffffL));
  }

  /**
   * The address in network order.
   *
   * @throws IllegalArgumentException unless there are 4 or 16 bytes
   */
  public static Address of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * The address in network order at an offset.
   *
   * @param length 4 or 16
   * @throws IllegalArgumentException for another length
   */
  public static Address of(byte[] bytes, int offset, int length) {
    if (length == 4) {
      return ofIpv4((int) number(bytes, offset, 4));
    }
    if (length == 16) {
      return new Address(number(bytes, offset, 8), number(bytes, offset + 8, 8));
    }
    throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + length);
  }

  private static long number(byte[] bytes, int offset, int length) {
    long value = 0;
    for (int i = offset; i < offset + length; i++) {
      value = value << 8 | (bytes[i] & 0xff);
    }
    return value;
  }

  /**
   * Reads {@code 192.0.2.1} (four decimal numbers without leading zeros) or any form of RFC 4291
   * section 2.2, without zone.
   *
   * @throws SyntaxException for anything else
   */
  public static Address parse(String text) {
    return AddressText.parse(text);
  }

  /** Whether this is an IPv4 address, stored as v4-mapped. */
  public boolean isIpv4() {
    return high == 0 && low >>> 32 == MAPPED;
  }

  /** The last 32 bits: the whole of an IPv4 address, in network order. */
  public int ipv4() {
    return (int) low;
  }

  /** Length in bits of an address of this family: 32 or 128. */
  public int width() {
    return isIpv4() ? 32 : 128;
  }

  /** 4 or 16 bytes in network order. */
  public byte[] bytes() {
    boolean ipv4 = isIpv4();
    byte[] bytes = new byte[ipv4 ? 4 : 16];
    long value = low;
    for (int i = bytes.length - 1; i >= 0; i--) {
      bytes[i] = (byte) value;
      value = i == 8 ? high : value >>> 8;
    }
    return bytes;
  }

  /** The address after this one; {@code ::} comes after the last. */
  public Address next() {
    return new Address(low == -1 ? high + 1 : high, low + 1);
  }

  /** The address before this one; the last comes before {@code ::}. */
  Address previous() {
    return new Address(low == 0 ? high - 1 : high, low - 1);
  }

  @Override
  public int compareTo(Address other) {
    return high == other.high
        ? Long.compareUnsigned(low, other.low)
        : Long.compareUnsigned(high, other.high);
  }

  // Written by hand: addresses are keys of hot maps, and a record's methods start by invokedynamic.
  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    long mixed = (high * 31 + low) * 0x9e3779b97f4a7c15L;
    return (int) (mixed ^ mixed >>> 32);
  }

  /** The form of RFC 5952; dotted decimal for an IPv4 address. */
  @Override
  public String toString() {
    return AddressText.write(this);
  }
}
