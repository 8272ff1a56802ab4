package waymark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import waymark.policy.Address;

/**
 * Keyed hashes of names and addresses: whoever has the key can look for a name, and nobody can read
 * one. Owned by one thread.
 *
 * <p>A hash is 40 bits of {@link SipHash}. A name has one for each of its labels, of the part of
 * the name from that label on, so that names below another are found by it.
 */
final class Pseudonyms {
  private static final int HASH = 5;

  /**
   * A field has at most 255 bytes; of a name with more labels the last ones count, and the whole.
   */
  private static final int MOST_LABELS = 0xff / HASH;

  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final byte NAME = 'n';
  private static final byte ADDRESS = 'a';

  private final SipHash sipHash;

  /** The kind, and what is hashed. */
  private final byte[] input = new byte[1 + 0xff];

  private Pseudonyms(byte[] key) {
    sipHash = new SipHash(key);
  }

  /** Reads the key; empty where there is none. */
  static Optional<Pseudonyms> read(Path file) {
    try {
      byte[] key = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      return key.length == SipHash.KEY ? Optional.of(new Pseudonyms(key)) : Optional.empty();
    } catch (IOException e) {
      throw new JournalException("read", file, e);
    }
  }

  /** Reads the key, or makes one: without its key nothing is found that was hashed before. */
  static Pseudonyms open(Path file) throws IOException {
    Optional<Pseudonyms> known = read(file);
    if (known.isPresent()) {
      return known.get();
    }
    byte[] key = new byte[SipHash.KEY];
    new SecureRandom().nextBytes(key);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            OwnerOnly.FILE)) {
      channel.write(ByteBuffer.wrap(key));
    }
    return new Pseudonyms(key);
  }

  byte[] ofName(byte[] name) {
    int labels = 1;
    for (byte c : name) {
      labels += c == '.' ? 1 : 0;
    }
    byte[] hashes = new byte[HASH * Math.min(labels, MOST_LABELS)];
    int at = 0;
    int from = 0;
    for (int left = labels; left > 0; left--) {
      if (left == labels || left < MOST_LABELS) {
        hash(NAME, name, Math.min(from, name.length), hashes, at);
        at += HASH;
      }
      while (from < name.length && name[from] != '.') {
        from++;
      }
      from++;
    }
    return hashes;
  }

  byte[] ofAddress(byte[] address) {
    byte[] hash = new byte[HASH];
    hash(ADDRESS, address, 0, hash, 0);
    return hash;
  }

  private void hash(byte kind, byte[] bytes, int from, byte[] to, int at) {
    int length = bytes.length - from;
    input[0] = kind;
    System.arraycopy(bytes, from, input, 1, length);
    long hash = sipHash.of(input, 0, 1 + length);
    for (int i = 0; i < HASH; i++) {
      to[at + i] = (byte) (hash >>> (8 * i));
    }
  }

  /** The hash of a name, as text. */
  String name(String name) {
    return text(ofName(name.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The hash of an address, as text. */
  String address(Address address) {
    return text(ofAddress(address.bytes()));
  }

  /** Hashes as text: {@code #} and eight letters or digits each. */
  static String text(byte[] hashes) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at + HASH <= hashes.length; at += HASH) {
      text.append(at == 0 ? "#" : ".#");
      long bits = 0;
      for (int i = 0; i < HASH; i++) {
        bits = bits << 8 | (hashes[at + i] & 0xff);
      }
      for (int shift = 8 * HASH - 5; shift >= 0; shift -= 5) {
        text.append(DIGITS.charAt((int) (bits >>> shift) & 31));
      }
    }
    return text.toString();
  }
}
