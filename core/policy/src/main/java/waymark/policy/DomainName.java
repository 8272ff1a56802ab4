package waymark.policy;

import java.net.IDN;

/**
 * The normal form in which domain names are compared: lower case, no final dot, labels of other
 * scripts as A-labels (RFC 5890).
 */
public final class DomainName {
  /** RFC 1035 section 2.3.4, minus the length bytes of the root and of the first label. */
  static final int MAX_LENGTH = 253;

  private static final int MAX_LABEL = 63;
  private static final String EXPECTED = "a domain name such as example.com";

  private DomainName() {}

  /**
   * Brings a name that a person wrote into the normal form. A label has 1 to 63 characters of a-z,
   * 0-9, {@code -} and {@code _} (or letters of any script); the whole name has at most 253.
   *
   * @throws SyntaxException for anything else
   */
  public static String normalize(String text) {
    String ascii = text;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        ascii = toAscii(text);
        break;
      }
    }
    ascii = fold(ascii);
    String problem = problem(ascii);
    if (!problem.isEmpty()) {
      throw new SyntaxException("'" + text + "' " + problem, EXPECTED);
    }
    return ascii;
  }

  private static String toAscii(String text) {
    try {
      return IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new SyntaxException(
          "'" + text + "' has a label that cannot be written as an A-label", EXPECTED);
    }
  }

  /** Whether the name is in the normal form already. */
  public static boolean isNormal(String name) {
    return problem(name).isEmpty() && fold(name).equals(name);
  }

  /**
   * Converts a name from the wire, which may hold anything, to lower case without a final dot.
   * Returns the same object if nothing changes.
   */
  public static String fold(String name) {
    int length = name.length();
    int end = length > 1 && name.charAt(length - 1) == '.' ? length - 1 : length;
    for (int i = 0; i < end; i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return lower(name, end);
      }
    }
    return end == length ? name : name.substring(0, end);
  }

  private static String lower(String name, int end) {
    StringBuilder lower = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      lower.append(lower(name.charAt(i)));
    }
    return lower.toString();
  }

  /** Folds only ASCII letters, as DNS does (RFC 4343). */
  static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }

  /** What is wrong with a name in lower case; empty if it is valid. */
  private static String problem(String name) {
    if (name.isEmpty()) {
      return "is empty";
    }
    if (name.length() > MAX_LENGTH) {
      return "has " + name.length() + " characters, more than " + MAX_LENGTH;
    }
    int label = 0;
    boolean digits = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        if (i == label) {
          return i == 0 ? "begins with a dot" : "has two dots in a row";
        }
        label = i + 1;
        digits = true;
      } else if (!isLetter(c)) {
        return stranger(name, c);
      } else if (i - label == MAX_LABEL) {
        return "has a label of more than " + MAX_LABEL + " characters";
      } else {
        digits &= c >= '0' && c <= '9';
      }
    }
    if (label == name.length()) {
      return "ends with two dots";
    }
    // No top-level domain is a number (RFC 3696 section 2): the text is an address, or a typo.
    return digits ? "ends with a number: an address belongs under networks" : "";
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  }

  private static String stranger(String name, char c) {
    if (name.contains("://")) {
      return "is a URL";
    }
    return switch (c) {
      case ' ', '\t' -> "has white space in it";
      case '*' -> "has a * in it, which is allowed only as in *.example.com";
      case '/' -> "has a / in it; a regular expression is written as /…/";
      case ':' -> "has a : in it; ports and addresses do not belong here";
      default ->
          c < ' ' || c >= 127
              ? "has a character that a name cannot have"
              : "has a '" + c + "' in it";
    };
  }
}
