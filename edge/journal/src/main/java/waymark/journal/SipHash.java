package waymark.journal;

/**
 * SipHash-2-4 under a secret key: who does not have the key can neither compute nor guess a hash.
 * Jean-Philippe Aumasson and Daniel J. Bernstein, "SipHash: a fast short-input PRF", 2012.
 */
final class SipHash {
  /** The length of a key. */
  static final int KEY = 16;

  private final long key0;
  private final long key1;
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  SipHash(byte[] key) {
    key0 = word(key, 0, 8);
    key1 = word(key, 8, 8);
  }

  /** The hash of a part of an array. */
  long of(byte[] bytes, int offset, int length) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
    int whole = length & ~7;
    for (int i = 0; i < whole; i += 8) {
      absorb(word(bytes, offset + i, 8));
    }
    absorb((long) length << 56 | word(bytes, offset + whole, length & 7));
    v2 ^= 0xff;
    for (int i = 0; i < 4; i++) {
      round();
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void absorb(long word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  private void round() {
    long a = v0 + v1;
    long b = Long.rotateLeft(v1, 13) ^ a;
    a = Long.rotateLeft(a, 32);
    long c = v2 + v3;
    long d = Long.rotateLeft(v3, 16) ^ c;
    a += d;
    d = Long.rotateLeft(d, 21) ^ a;
    c += b;
    b = Long.rotateLeft(b, 17) ^ c;
    v0 = a;
    v1 = b;
    v2 = Long.rotateLeft(c, 32);
    v3 = d;
  }

  private static long word(byte[] bytes, int offset, int length) {
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = word << 8 | (bytes[offset + i] & 0xff);
    }
    return word;
  }
}
