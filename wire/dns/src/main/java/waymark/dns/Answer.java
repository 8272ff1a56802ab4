package waymark.dns;

import java.util.List;
import java.util.Objects;

/**
 * The content of a reply: the names from the question along its CNAME chain, and the addresses that
 * they lead to. Reused for each reply.
 *
 * <p>A record counts if its class is IN and its owner is on the chain; a CNAME, or an SVCB/HTTPS
 * record in alias mode (RFC 9460 section 2.4.2), continues the chain, the first one if a name has
 * several. Addresses are those of A and AAAA records, of the hints of SVCB and HTTPS records in
 * service mode, and, where such records are in the answer, those of A and AAAA records in the
 * additional section for a name on the chain or a target, which SRV records have as well. Addresses
 * are decoded on first use: check the names first.
 *
 * <p>Of a truncated or malformed message the intact part counts ({@link #isCut}): a client may use
 * that part, and would be routed wrongly if it were not learned, while a superfluous lease does no
 * harm. A complete record with invalid content is skipped. A client that is less strict may find
 * more addresses than these; {@link #mayHideAddresses} tells.
 */
public final class Answer {
  /** The kind of a reply. */
  public enum Kind {
    /** It has records that may give addresses, to this reader or to others. */
    ADDRESSES,
    /** It has a chain, and no records that give addresses. */
    ALIASES,
    /** It has neither. */
    EMPTY,
    /** A query, or a reply with a response code other than 0. */
    FAILURE
  }

  /**
   * A name that a service of the chain leads to.
   *
   * @param name lower case, without the final dot
   * @param depth how many of {@link #names} lead to it, counted from the first
   * @param ttl in seconds
   */
  public record Target(String name, int depth, int ttl) {}

  /** The most addresses of a message. */
  public static final int MOST_ADDRESSES = 1_024;

  private static final int CLASS_IN = 1;
  private static final int ZONE_TRANSFER = 252;
  private static final int ZONE_CHANGES = 251;
  private static final int IPV4_HINT = 4;
  private static final int IPV6_HINT = 6;
  private static final long MAPPED = 0xffff_0000_0000L;

  private final Records records = new Records();
  private final Chain chain = new Chain(records);
  private final long[] highs = new long[MOST_ADDRESSES];
  private final long[] lows = new long[MOST_ADDRESSES];
  private final int[] ttls = new int[MOST_ADDRESSES];
  private final int[] depths = new int[MOST_ADDRESSES];
  private List<String> names = List.of();
  private int size;
  private boolean decoded = true;
  private boolean cut;
  private boolean hidden;
  private boolean transfer;

  /** An answer that has read nothing yet. */
  public Answer() {}

  /**
   * Reads the records behind a question that was read as a reply. The bytes must not change while
   * this answer is in use.
   */
  public Kind read(Question question) {
    names = List.of();
    size = 0;
    decoded = true;
    cut = false;
    hidden = false;
    if (!question.isReply() || question.responseCode() != 0) {
      return Kind.FAILURE;
    }
    if (question.recordClass() != CLASS_IN) {
      return Kind.EMPTY;
    }
    records.read(question);
    cut = records.isCut();
    hidden = records.hidesAddresses();
    transfer = question.type() == ZONE_TRANSFER || question.type() == ZONE_CHANGES;
    boolean addresses = records.mayGiveAddresses() || hidden;
    if (!addresses && !records.hasAliases()) {
      return Kind.EMPTY;
    }
    names = chain.follow(question.nameOffset());
    decoded = !addresses;
    return addresses ? Kind.ADDRESSES : Kind.ALIASES;
  }

  /**
   * The names from the question along the chain: lower case, without the final dot, each once. A
   * name that no rule can match is left out (see {@link Question#name}), and the chain continues
   * behind it. The caller may keep the list.
   */
  public List<String> names() {
    return names;
  }

  /** The TTL in seconds of the chain: the minimum of its aliases. */
  public int chainTtl() {
    return chain.namesTtl();
  }

  /** The names that services lead to, none of which is on the chain. */
  public List<Target> targets() {
    return size() >= 0 && records.hasServices() ? chain.targets() : List.of();
  }

  /** The number of addresses, duplicates included. */
  public int size() {
    if (!decoded) {
      decode();
    }
    return size;
  }

  /** The address's upper 64 bits; 0 for IPv4, which is ::ffff:a.b.c.d. */
  public long high(int index) {
    return highs[Objects.checkIndex(index, size())];
  }

  /** The address's lower 64 bits. */
  public long low(int index) {
    return lows[Objects.checkIndex(index, size())];
  }

  /** The TTL in seconds: the minimum of the record and of the aliases that lead to it. */
  public int ttl(int index) {
    return ttls[Objects.checkIndex(index, size())];
  }

  /**
   * How many of {@link #names} lead to the address, counted from the first: all of them in an
   * honest reply.
   */
  public int depth(int index) {
    return depths[Objects.checkIndex(index, size())];
  }

  /** Whether the message is truncated or malformed, so that records may be missing. */
  public boolean isCut() {
    return cut;
  }

  /**
   * Whether a client may find addresses in the message that are not among these: records that are
   * not on the chain, are too many, or are not understood. A zone transfer is no answer to a
   * client.
   */
  public boolean mayHideAddresses() {
    return size() >= 0 && hidden && !transfer;
  }

  private void decode() {
    decoded = true;
    if (records.hasServices()) {
      for (int i = 0; i < records.count(); i++) {
        if (records.type(i) == Records.SERVICE || records.type(i) == Records.SRV) {
          readService(i);
        }
      }
    }
    for (int i = 0; i < records.count(); i++) {
      int type = records.type(i);
      if (type == Records.A || type == Records.AAAA) {
        int place = chain.placeOf(i);
        if (place >= 0) {
          int at = records.content(i);
          int ttl = Math.min(chain.ttl(place), records.ttl(i));
          if (type == Records.A) {
            addIpv4(at, ttl, chain.depth(place));
          } else {
            addIpv6(at, ttl, chain.depth(place));
          }
        } else if (!records.isAdditional(i)) {
          hidden = true;
        }
      }
    }
  }

  /** Adds a service's target and its address hints, of which SRV records have none. */
  private void readService(int record) {
    int place = chain.placeOf(record);
    if (place < 0) {
      return;
    }
    int ttl = Math.min(chain.ttl(place), records.ttl(record));
    int target = records.target(record);
    if (target != WireName.BROKEN) {
      chain.addTarget(target, ttl, place);
    }
    if (records.type(record) == Records.SERVICE && !records.isAlias(record)) {
      int before = size;
      if (!readHints(record, ttl, chain.depth(place))) {
        size = before;
      }
    }
  }

  /** RFC 9460 section 2.2: a record whose keys are not in strictly ascending order is invalid. */
  private boolean readHints(int record, int ttl, int depth) {
    byte[] bytes = records.bytes();
    int behind = records.behind(record);
    int at = WireName.skipPlain(bytes, records.content(record) + 2, behind);
    if (at == WireName.BROKEN) {
      return false;
    }
    int previous = -1;
    while (at < behind) {
      if (behind - at < 4) {
        return false;
      }
      int key = records.u16(at);
      int length = records.u16(at + 2);
      at += 4;
      if (key <= previous || length > behind - at) {
        return false;
      }
      previous = key;
      int next = at + length;
      if (key == IPV4_HINT) {
        if (length == 0 || (length & 3) != 0) {
          return false;
        }
        for (; at < next; at += 4) {
          addIpv4(at, ttl, depth);
        }
      } else if (key == IPV6_HINT) {
        if (length == 0 || (length & 15) != 0) {
          return false;
        }
        for (; at < next; at += 16) {
          addIpv6(at, ttl, depth);
        }
      }
      at = next;
    }
    return true;
  }

  private void addIpv4(int at, int ttl, int depth) {
    add(0, MAPPED | (records.u32(at) & 0xffff_ffffL), ttl, depth);
  }

  private void addIpv6(int at, int ttl, int depth) {
    add(records.u64(at), records.u64(at + 8), ttl, depth);
  }

  private void add(long high, long low, int ttl, int depth) {
    // without a name that a rule can match there is nothing to learn
    if (depth == 0) {
      return;
    }
    if (size == MOST_ADDRESSES) {
      cut = true;
      hidden = true;
      return;
    }
    highs[size] = high;
    lows[size] = low;
    ttls[size] = ttl;
    depths[size] = depth;
    size++;
  }
}
