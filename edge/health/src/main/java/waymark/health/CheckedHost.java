package waymark.health;

import waymark.policy.Address;
import waymark.policy.DomainName;
import waymark.policy.SyntaxException;

/** The host of a probe as people write it: an address or a name. */
final class CheckedHost {
  private CheckedHost() {}

  /**
   * Normalizes a host: an address to the form of RFC 5952, a name to lower case with A-labels.
   *
   * @throws SyntaxException for any other text
   */
  static String parse(String text) {
    if (isAddress(text)) {
      return Address.parse(text).toString();
    }
    String top = text.substring(text.lastIndexOf('.') + 1);
    if (text.indexOf(':') >= 0
        || (!top.isEmpty() && top.chars().allMatch(c -> c >= '0' && c <= '9'))) {
      throw new SyntaxException("'" + text + "' is not an address", "an address or a name");
    }
    return DomainName.normalize(text);
  }

  /** Whether the text is an address rather than a name. */
  static boolean isAddress(String text) {
    try {
      Address.parse(text);
      return true;
    } catch (SyntaxException _) {
      return false;
    }
  }

  /** Checks in constructors that a host is in the form of {@link #parse}. */
  static void require(String host) {
    boolean kept;
    try {
      kept = parse(host).equals(host);
    } catch (SyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    if (!kept) {
      throw new IllegalArgumentException("'" + host + "' is written " + parse(host));
    }
  }

  /** Adds the brackets of an IPv6 address before a port. */
  static String inBrackets(String host) {
    return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
  }
}
