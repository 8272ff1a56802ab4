package waymark.dns;

/**
 * The same number for a query and the reply to it: SipHash-1-3 under a secret key over the client's
 * address and port, the server's address, the protocol, the id and the question. The case of
 * letters does not count, because some servers answer in lower case whatever the query had (0x20
 * randomization).
 *
 * <p>The lowest {@link #CLIENT_BITS} bits are the same for all questions of a client: of its IPv4
 * address, or of its IPv6 network of 64 bits, where one host may take any address.
 *
 * <p>The message's QR bit says the direction. Both directions must be captured where they have the
 * same addresses in spite of address translation, such as in the forward hook.
 */
public final class QuestionHash {
  /** How many bits of the number belong to the client. */
  public static final int CLIENT_BITS = 10;

  private static final int FIXED = 5;
  private static final long CLIENT_MASK = (1L << CLIENT_BITS) - 1;

  private final long key0;
  private final long key1;
  // the longest name has 255 bytes; then type and class
  private final long[] words = new long[FIXED + (255 + 7) / 8 + 1];

  /** A hash with a random key, without which an attacker can make questions collide. */
  public QuestionHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /**
   * The hash of a packet's question.
   *
   * @param packet a UDP or TCP packet
   * @param question a query or reply from the packet's stream
   */
  public long of(IpPacket packet, Question question) {
    boolean reply = question.isReply();
    long ends;
    if (reply) {
      words[0] = packet.destinationHigh();
      words[1] = packet.destinationLow();
      words[2] = packet.sourceHigh();
      words[3] = packet.sourceLow();
      ends = packet.destinationPort();
    } else {
      words[0] = packet.sourceHigh();
      words[1] = packet.sourceLow();
      words[2] = packet.destinationHigh();
      words[3] = packet.destinationLow();
      ends = packet.sourcePort();
    }
    int at = question.nameOffset();
    int size = question.recordsOffset() - at;
    words[4] =
        (ends << 48)
            | ((long) packet.protocol() << 40)
            | ((long) question.id() << 16)
            | (size & 0xffffL);
    int count = fill(question.bytes(), at, size - 4);
    words[count++] = ((long) question.type() << 16) | question.recordClass();
    return (sip(count) & ~CLIENT_MASK) | client();
  }

  /** The client's bits, of its address in the first two words. */
  private long client() {
    long mixed = ((words[0] == 0 ? words[1] : words[0]) ^ key0) * 0x9e3779b97f4a7c15L;
    return (((mixed ^ (mixed >>> 32)) + key1) * 0x9e3779b97f4a7c15L) >>> (64 - CLIENT_BITS);
  }

  /**
   * Copies the name behind the fixed words in lower case, and returns the number of words. The
   * lengths of labels are below 64, and so are no letters.
   */
  private int fill(byte[] bytes, int at, int size) {
    int count = FIXED;
    int end = at + size;
    for (; end - at >= 8; at += 8) {
      words[count++] = lower(BigEndian.u64(bytes, at));
    }
    long last = 0;
    for (; at < end; at++) {
      last = (last << 8) | (bytes[at] & 0xff);
    }
    words[count++] = lower(last);
    return count;
  }

  /** Eight bytes with their capital letters made small. */
  private static long lower(long bytes) {
    long low = bytes & 0x7f7f_7f7f_7f7f_7f7fL;
    long fromA = low + 0x3f3f_3f3f_3f3f_3f3fL;
    long behindZ = low + 0x2525_2525_2525_2525L;
    long capitals = (fromA ^ behindZ) & ~bytes & 0x8080_8080_8080_8080L;
    return bytes | (capitals >>> 2);
  }

  /** Hashes the words; the size is one of them, in place of the usual length byte at the end. */
  private long sip(int count) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    // three more rounds finish the hash
    for (int i = 0; i < count + 3; i++) {
      long word = i < count ? words[i] : 0;
      if (i == count) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      v0 += v1;
      v1 = (v1 << 13) | (v1 >>> 51);
      v1 ^= v0;
      v0 = (v0 << 32) | (v0 >>> 32);
      v2 += v3;
      v3 = (v3 << 16) | (v3 >>> 48);
      v3 ^= v2;
      v0 += v3;
      v3 = (v3 << 21) | (v3 >>> 43);
      v3 ^= v0;
      v2 += v1;
      v1 = (v1 << 17) | (v1 >>> 47);
      v1 ^= v2;
      v2 = (v2 << 32) | (v2 >>> 32);
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
