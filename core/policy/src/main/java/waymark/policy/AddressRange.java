package waymark.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses from one to another of the same family, both included.
 *
 * @param last not before {@code first}
 */
record AddressRange(Address first, Address last) {
  private static final String EXPECTED = "a range such as 192.168.2.10-192.168.2.20";

  AddressRange {
    if (first.isIpv4() != last.isIpv4() || number(first).compareTo(number(last)) > 0) {
      throw new IllegalArgumentException("from " + first + " to " + last);
    }
  }

  /**
   * Reads {@code FIRST-LAST}.
   *
   * @throws SyntaxException for any other text
   */
  static AddressRange parse(String text) {
    int dash = text.indexOf('-');
    Address first = Address.parse(text.substring(0, dash).strip());
    Address last = Address.parse(text.substring(dash + 1).strip());
    if (first.isIpv4() != last.isIpv4()) {
      throw new SyntaxException("'" + text + "' has an IPv4 and an IPv6 address", EXPECTED);
    }
    if (number(first).compareTo(number(last)) > 0) {
      throw new SyntaxException("'" + text + "' ends before it begins", EXPECTED);
    }
    return new AddressRange(first, last);
  }

  /** The fewest networks with exactly these addresses, in order. */
  List<Network> networks() {
    int width = first.width();
    List<Network> networks = new ArrayList<>();
    BigInteger end = number(last);
    BigInteger at = number(first);
    while (at.compareTo(end) <= 0) {
      int bits = at.signum() == 0 ? width : Math.min(width, at.getLowestSetBit());
      while (at.add(BigInteger.ONE.shiftLeft(bits)).subtract(BigInteger.ONE).compareTo(end) > 0) {
        bits--;
      }
      networks.add(new Network(address(at, width), width - bits));
      at = at.add(BigInteger.ONE.shiftLeft(bits));
    }
    return networks;
  }

  private static BigInteger number(Address address) {
    return new BigInteger(1, address.bytes());
  }

  private static Address address(BigInteger number, int width) {
    byte[] digits = number.toByteArray();
    byte[] bytes = new byte[width / 8];
    int size = Math.min(digits.length, bytes.length);
    System.arraycopy(
        Arrays.copyOfRange(digits, digits.length - size, digits.length),
        0,
        bytes,
        bytes.length - size,
        size);
    return Address.of(bytes);
  }
}
