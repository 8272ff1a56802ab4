package waymark.dns;

/**
 * The offsets of the records of a reply that may lead to addresses. Reused for each reply. RFC 1035
 * section 4.1.3, RFC 9460 section 2.2.
 */
final class Records {
  /** The most records of a message that are read. */
  static final int MOST = 1_024;

  static final int A = 1;
  static final int CNAME = 5;
  static final int AAAA = 28;
  static final int SRV = 33;

  /** SVCB and HTTPS, which are alike here. */
  static final int SERVICE = 64;

  private static final int HTTPS = 65;
  private static final int CLASS_IN = 1;
  private static final long UNKNOWN = -2;
  private static final byte[] NOTHING = {};

  private final int[] owners = new int[MOST];
  private final long[] hashes = new long[MOST];
  private final int[] types = new int[MOST];
  private final int[] ttls = new int[MOST];
  private final int[] contents = new int[MOST];
  private final int[] sizes = new int[MOST];
  private int count;
  private int names;
  private int services;
  private final byte[] text = new byte[WireName.LONGEST + 1];
  private byte[] bytes = NOTHING;
  private int start;
  private int end;
  private boolean cut;
  private boolean hidden;
  private int answers;

  /** Reads the records behind the question. */
  void read(Question question) {
    bytes = question.bytes();
    start = question.start();
    end = question.end();
    count = 0;
    names = 0;
    services = 0;
    cut = false;
    hidden = false;
    int at = note(question.recordsOffset(), question.answerCount(), false);
    answers = count;
    if (at != WireName.BROKEN && services > 0 && question.additionalCount() > 0) {
      at = skip(at, question.authorityCount());
      if (at != WireName.BROKEN) {
        note(at, question.additionalCount(), true);
      }
    }
    // What an honest sender has cut off is asked for again by TCP.
    hidden |= cut && (count == MOST || !question.isTruncated());
    cut |= question.isTruncated();
  }

  /**
   * Returns the offset behind the records, or {@link WireName#BROKEN} for a truncated message. This
   * method makes few calls, because the interpreter runs it for the first replies of a process.
   */
  private int note(int at, int number, boolean additional) {
    byte[] bytes = this.bytes;
    for (int i = 0; i < number; i++) {
      boolean pointer = at < end && (bytes[at] & 0xc0) == 0xc0;
      int fixed = pointer ? at + 2 : WireName.skip(bytes, at, end);
      if (fixed == WireName.BROKEN || end - fixed < 10 || count == MOST) {
        cut = true;
        return WireName.BROKEN;
      }
      int content = fixed + 10;
      int size = ((bytes[fixed + 8] & 0xff) << 8) | (bytes[fixed + 9] & 0xff);
      if (size > end - content) {
        cut = true;
        return WireName.BROKEN;
      }
      // All relevant types and classes are below 256. Some resolvers look at the lower byte alone.
      if (bytes[fixed] == 0 && bytes[fixed + 2] == 0 && bytes[fixed + 3] == CLASS_IN) {
        int type = bytes[fixed + 1];
        boolean useful =
            switch (type) {
              case A -> size == 4;
              case AAAA -> size == 16;
              case CNAME -> !additional;
              case SERVICE, HTTPS -> !additional && size >= 3;
              case SRV -> !additional && size >= 7;
              default -> false;
            };
        if (useful) {
          noteOne(at, type, fixed, size);
        }
      } else if (!additional && isAddress(bytes[fixed + 1], size)) {
        hidden = true;
      }
      at = content + size;
    }
    return at;
  }

  private static boolean isAddress(int type, int size) {
    return (type == A && size == 4) || (type == AAAA && size == 16);
  }

  private int skip(int at, int number) {
    for (int i = 0; i < number; i++) {
      int fixed = WireName.skip(bytes, at, end);
      if (fixed == WireName.BROKEN || end - fixed < 10 || u16(fixed + 8) > end - fixed - 10) {
        cut = true;
        return WireName.BROKEN;
      }
      at = fixed + 10 + u16(fixed + 8);
    }
    return at;
  }

  private void noteOne(int at, int type, int fixed, int size) {
    int owner = WireName.first(bytes, start, at, end);
    if (owner == WireName.BROKEN) {
      hidden |= isAddress(type, size);
      return;
    }
    if (type == CNAME) {
      names++;
    } else if (type == SERVICE || type == HTTPS || type == SRV) {
      services++;
    }
    owners[count] = owner;
    hashes[count] = UNKNOWN;
    types[count] = type == HTTPS ? SERVICE : type;
    // RFC 2181 section 8: with the top bit set it counts as 0
    ttls[count] = Math.max(0, u32(fixed + 4));
    contents[count] = fixed + 10;
    sizes[count] = size;
    count++;
  }

  int count() {
    return count;
  }

  /** Whether any record may give an address. */
  boolean mayGiveAddresses() {
    return count > names;
  }

  boolean hasAliases() {
    return names > 0 || services > 0;
  }

  boolean hasServices() {
    return services > 0;
  }

  /** Whether the message is truncated or malformed, so that records may be missing. */
  boolean isCut() {
    return cut;
  }

  /** Whether there are records that were not understood, although a client may find addresses. */
  boolean hidesAddresses() {
    return hidden;
  }

  /** Whether the record is not in the answer section. */
  boolean isAdditional(int record) {
    return record >= answers;
  }

  /** The type of a record: one of the constants. */
  int type(int record) {
    return types[record];
  }

  int ttl(int record) {
    return ttls[record];
  }

  /** Where the record's content starts. */
  int content(int record) {
    return contents[record];
  }

  /** Where the record's content ends. */
  int behind(int record) {
    return contents[record] + sizes[record];
  }

  /** The offset of the owner's first label; the name may be malformed behind it. */
  int owner(int record) {
    return owners[record];
  }

  /** The owner's {@link WireName#read hash}, computed once. */
  long ownerHash(int record) {
    long hash = hashes[record];
    if (hash == UNKNOWN) {
      hash = hash(owners[record]);
      hashes[record] = hash;
    }
    return hash;
  }

  /** Whether the record makes its owner an alias: CNAME, or SVCB with priority 0. */
  boolean isAlias(int record) {
    return types[record] == CNAME || (types[record] == SERVICE && u16(contents[record]) == 0);
  }

  /**
   * The offset of the name that an alias or a service leads to, which may be malformed; {@link
   * WireName#BROKEN} if there is none or it is the root. RFC 2782: before an SRV record's target
   * are its priority, weight and port.
   */
  int target(int record) {
    int at = contents[record];
    int behind = behind(record);
    boolean whole;
    if (types[record] == CNAME) {
      whole = WireName.skip(bytes, at, behind) == behind;
    } else if (types[record] == SRV) {
      at += 6;
      whole = WireName.skip(bytes, at, behind) == behind;
    } else {
      at += 2;
      whole = WireName.skipPlain(bytes, at, behind) != WireName.BROKEN;
    }
    return whole && bytes[at] != 0 ? at : WireName.BROKEN;
  }

  /** The {@link WireName#read hash} of the name at an offset; {@link #text} then has its text. */
  long hash(int at) {
    return WireName.read(bytes, start, at, end, text);
  }

  /** The text of the name that was hashed last, with its length in the first byte. */
  byte[] text() {
    return text;
  }

  boolean isSame(int one, int other) {
    return WireName.same(bytes, start, one, other);
  }

  int first(int at) {
    return WireName.first(bytes, start, at, end);
  }

  byte[] bytes() {
    return bytes;
  }

  int u16(int at) {
    return BigEndian.u16(bytes, at);
  }

  int u32(int at) {
    return BigEndian.u32(bytes, at);
  }

  long u64(int at) {
    return BigEndian.u64(bytes, at);
  }
}
