package waymark.policy;

/** Addresses as text: reads RFC 4291 section 2.2, writes RFC 5952. */
final class AddressText {
  private static final String EXPECTED = "an address such as 192.0.2.1 or 2001:db8::1";

  private AddressText() {}

  static Address parse(String text) {
    return text.indexOf(':') < 0
        ? Address.ofIpv4((int) ipv4(text, 0, text.length(), text))
        : ipv6(text);
  }

  private static long ipv4(String text, int from, int end, String whole) {
    long bits = 0;
    int part = -1;
    int parts = 1;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' && part >= 0 && parts < 4) {
        bits = bits << 8 | part;
        part = -1;
        parts++;
      } else if (c >= '0' && c <= '9' && part != 0) {
        part = Math.max(part, 0) * 10 + c - '0';
        if (part > 255) {
          throw new SyntaxException("'" + whole + "' has a number above 255", EXPECTED);
        }
      } else if (c >= '0' && c <= '9') {
        throw new SyntaxException("'" + whole + "' has a number with a leading zero", EXPECTED);
      } else {
        throw no(whole);
      }
    }
    if (parts != 4 || part < 0) {
      throw no(whole);
    }
    return bits << 8 | part;
  }

  private static Address ipv6(String text) {
    if (text.indexOf('%') >= 0) {
      throw new SyntaxException("'" + text + "' has a zone (%)", "the address without it");
    }
    int[] groups = new int[8];
    int count = 0;
    int gap = -1;
    int at = 0;
    if (text.startsWith("::")) {
      gap = 0;
      at = 2;
    }
    while (at < text.length()) {
      int end = text.indexOf(':', at);
      end = end < 0 ? text.length() : end;
      if (count == 8) {
        throw no(text);
      }
      if (end == text.length() && text.indexOf('.', at) >= 0) {
        if (count > 6) {
          throw no(text);
        }
        long bits = ipv4(text, at, end, text);
        groups[count++] = (int) (bits >>> 16);
        groups[count++] = (int) (bits & 0xffff);
      } else {
        groups[count++] = group(text, at, end);
      }
      at = end + 1;
      if (end < text.length() && at == text.length()) {
        throw no(text);
      }
      if (at < text.length() && text.charAt(at) == ':') {
        if (gap >= 0) {
          throw no(text);
        }
        gap = count;
        at++;
      }
    }
    if (gap < 0 ? count != 8 : count > 7) {
      throw no(text);
    }
    return join(groups, gap < 0 ? 8 : gap, count);
  }

  private static int group(String text, int from, int end) {
    int value = 0;
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      // Character.digit accepts the digits of other scripts too.
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw no(text);
      }
      value = value << 4 | digit;
    }
    if (end == from || end - from > 4) {
      throw no(text);
    }
    return value;
  }

  private static Address join(int[] groups, int gap, int count) {
    long high = 0;
    long low = 0;
    int zeros = 8 - count;
    for (int i = 0; i < 8; i++) {
      int group = i < gap ? groups[i] : i < gap + zeros ? 0 : groups[i - zeros];
      if (i < 4) {
        high = high << 16 | group;
      } else {
        low = low << 16 | group;
      }
    }
    return new Address(high, low);
  }

  private static SyntaxException no(String text) {
    return new SyntaxException("'" + text + "' is not an address", EXPECTED);
  }

  static String write(Address address) {
    if (address.isIpv4()) {
      int bits = address.ipv4();
      return (bits >>> 24)
          + "."
          + (bits >>> 16 & 0xff)
          + "."
          + (bits >>> 8 & 0xff)
          + "."
          + (bits & 0xff);
    }
    int gap = -1;
    int length = 1;
    int run = 0;
    for (int i = 0; i < 8; i++) {
      run = group(address, i) == 0 ? run + 1 : 0;
      if (run > length) {
        length = run;
        gap = i + 1 - run;
      }
    }
    StringBuilder text = new StringBuilder(39);
    int i = 0;
    while (i < 8) {
      if (i == gap) {
        text.append("::");
        i += length;
      } else {
        if (i > 0 && (gap < 0 || i != gap + length)) {
          text.append(':');
        }
        text.append(Integer.toHexString(group(address, i)));
        i++;
      }
    }
    return text.toString();
  }

  private static int group(Address address, int index) {
    long half = index < 4 ? address.high() : address.low();
    return (int) (half >>> (48 - 16 * (index & 3))) & 0xffff;
  }
}
