package waymark.dns;

/**
 * The same number for a query and the reply to it: SipHash-1-3 under a secret key over the client's
 * address and port, the server's address, the protocol, the id and the question's exact bytes, so
 * that a reply must repeat the letter case of its query (0x20 randomization).
 *
 * <p>The message's QR bit says the direction. Both directions must be captured where they have the
 * same addresses in spite of address translation, such as in the forward hook.
 */
public final class QuestionHash {
  private static final int FIXED = 5;

  private final long key0;
  private final long key1;
  // 259 bytes: the longest question, with a name of 255 bytes, type and class
  private final long[] words = new long[FIXED + (259 + 7) / 8];

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
    return sip(fill(question.bytes(), at, size));
  }

  /** Copies the bytes behind the fixed words, and returns the number of words. */
  private int fill(byte[] bytes, int at, int size) {
    int count = FIXED;
    int end = at + size;
    for (; end - at >= 8; at += 8) {
      words[count++] = BigEndian.u64(bytes, at);
    }
    long last = 0;
    for (; at < end; at++) {
      last = (last << 8) | (bytes[at] & 0xff);
    }
    words[count++] = last;
    return count;
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
