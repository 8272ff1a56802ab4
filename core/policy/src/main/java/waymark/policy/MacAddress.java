package waymark.policy;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The hardware address of one network card (IEEE 802, EUI-48).
 *
 * @param bits its 48 bits; neither a group's address nor zero, which no packet comes from
 */
public record MacAddress(long bits) {
  private static final String EXPECTED = "02:00:5e:10:00:01";
  private static final long GROUP = 1L << 40;
  private static final Pattern PAIRS =
      Pattern.compile("\\p{XDigit}{2}(:\\p{XDigit}{2}){5}|\\p{XDigit}{2}(-\\p{XDigit}{2}){5}");

  public MacAddress {
    if (!isOfOne(bits)) {
      throw new IllegalArgumentException(Long.toHexString(bits) + " is no address of one card");
    }
  }

  private static boolean isOfOne(long bits) {
    return bits > 0 && bits >>> 48 == 0 && (bits & GROUP) == 0;
  }

  /** Whether a text has the form of a MAC address. */
  static boolean isOne(String text) {
    return PAIRS.matcher(text).matches();
  }

  /**
   * Reads six pairs of hexadecimal digits with {@code :} or {@code -} between them.
   *
   * @throws SyntaxException for any other text, and for an address of a group
   */
  public static MacAddress parse(String text) {
    if (!isOne(text)) {
      throw new SyntaxException("'" + text + "' is not a MAC address", EXPECTED);
    }
    long bits = HexFormat.fromHexDigitsToLong(text.replaceAll("[:-]", ""));
    if (!isOfOne(bits)) {
      throw new SyntaxException(
          "'" + text + "' is not the MAC address of one network card", EXPECTED);
    }
    return new MacAddress(bits);
  }

  /** Pairs of lower-case digits, with colons. */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(bits, 12).replaceAll("..(?!$)", "$0:");
  }
}
