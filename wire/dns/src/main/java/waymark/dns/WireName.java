package waymark.dns;

/**
 * Reads domain names in a message: labels and compression pointers (RFC 1035 section 4.1.4).
 *
 * <p>Every function takes the message's first byte ({@code start}) and the byte behind its last
 * ({@code end}) as offsets into the array. A pointer must point to before the labels that it ends,
 * so that following pointers always terminates.
 */
final class WireName {
  /** RFC 1035 section 2.3.4: bytes of a name on the wire, with length bytes and the root. */
  static final int LONGEST = 255;

  /** The result for bytes that are not a name. */
  static final int BROKEN = -1;

  /** The most pointers that are followed; more of them than labels would only waste time. */
  private static final int MOST_POINTERS = 127;

  /** The character for each byte of a label; 0 for bytes that no rule can match. */
  private static final byte[] LOWER = new byte[256];

  static {
    for (int letter = '!'; letter <= '~'; letter++) {
      LOWER[letter] = (byte) lower((byte) letter);
    }
    LOWER['.'] = 0;
  }

  private WireName() {}

  /** The offset behind the name at {@code at}, or {@link #BROKEN}; pointers are not followed. */
  static int skip(byte[] bytes, int at, int end) {
    int first = at;
    while (at < end) {
      int length = bytes[at] & 0xff;
      if (length == 0) {
        return at + 1 - first <= LONGEST ? at + 1 : BROKEN;
      }
      if (length >= 0xc0) {
        return at + 2 <= end && at - first < LONGEST ? at + 2 : BROKEN;
      }
      // 0x40 and 0x80 are label types that nobody uses (RFC 6891 section 5)
      if (length >= 0x40) {
        return BROKEN;
      }
      at += length + 1;
    }
    return BROKEN;
  }

  /** As {@link #skip}, but refuses a compressed name. */
  static int skipPlain(byte[] bytes, int at, int end) {
    int first = at;
    while (at < end) {
      int length = bytes[at] & 0xff;
      if (length >= 0x40) {
        return BROKEN;
      }
      at += length + 1;
      if (length == 0) {
        return at - first <= LONGEST ? at : BROKEN;
      }
    }
    return BROKEN;
  }

  /** The offset of the name's first label behind any pointers, or {@link #BROKEN}. */
  static int first(byte[] bytes, int start, int at, int end) {
    int pointers = 0;
    while (at < end && (bytes[at] & 0xc0) == 0xc0) {
      if (at + 2 > end || ++pointers > MOST_POINTERS) {
        return BROKEN;
      }
      int target = start + (((bytes[at] & 0x3f) << 8) | (bytes[at + 1] & 0xff));
      if (target >= at) {
        return BROKEN;
      }
      at = target;
    }
    return at < end ? at : BROKEN;
  }

  /**
   * A 32-bit hash that ignores letter case, or {@link #BROKEN} for an invalid name.
   *
   * <p>Also writes the name as text from the second byte on, in lower case with dots between
   * labels, and its length into the first byte: 0 for the root, and for a name that no rule can
   * match because a label contains a dot or a byte outside of printable ASCII.
   *
   * @param text at least {@link #LONGEST} + 1 bytes
   */
  static long read(byte[] bytes, int start, int at, int end, byte[] text) {
    int hash = 0x811c9dc5;
    int size = 0;
    int run = at;
    int pointers = 0;
    boolean odd = false;
    while (at < end) {
      int length = bytes[at] & 0xff;
      if (length >= 0xc0) {
        if (at + 2 > end || ++pointers > MOST_POINTERS) {
          return BROKEN;
        }
        int target = start + (((length & 0x3f) << 8) | (bytes[at + 1] & 0xff));
        if (target >= run) {
          return BROKEN;
        }
        at = target;
        run = target;
        continue;
      }
      if (length == 0) {
        text[0] = odd || size == 0 ? 0 : (byte) (size - 1);
        return hash & 0xffff_ffffL;
      }
      int next = at + length + 1;
      // size is the length of the name on the wire so far, without the root
      if (length >= 0x40 || size + length + 2 > LONGEST || next > end) {
        return BROKEN;
      }
      text[size++] = '.';
      hash = (hash ^ length) * 0x01000193;
      while (++at < next) {
        byte letter = LOWER[bytes[at] & 0xff];
        if (letter == 0) {
          odd = true;
          letter = bytes[at];
        }
        text[size++] = letter;
        hash = (hash ^ letter) * 0x01000193;
      }
    }
    return BROKEN;
  }

  /** Whether two valid names are equal, ignoring letter case. */
  static boolean same(byte[] bytes, int start, int one, int other) {
    while (true) {
      one = label(bytes, start, one);
      other = label(bytes, start, other);
      if (one == other) {
        return true;
      }
      int length = bytes[one];
      if (length != bytes[other]) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      for (int i = 1; i <= length; i++) {
        if (lower(bytes[one + i]) != lower(bytes[other + i])) {
          return false;
        }
      }
      one += length + 1;
      other += length + 1;
    }
  }

  private static int label(byte[] bytes, int start, int at) {
    while ((bytes[at] & 0xc0) == 0xc0) {
      at = start + (((bytes[at] & 0x3f) << 8) | (bytes[at + 1] & 0xff));
    }
    return at;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter;
  }
}
