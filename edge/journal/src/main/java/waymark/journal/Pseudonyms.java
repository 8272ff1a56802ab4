package waymark.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import waymark.policy.Address;

/**
 * Keyed hashes of names and addresses: whoever has the key can look for a name, and nobody can read
 * one. Owned by one thread.
 *
 * <p>A hash is the first 40 bits of HMAC-SHA-256. A name has one for each of its labels, of the
 * part of the name from that label on, so that names below another are found by it.
 */
final class Pseudonyms {
  private static final int KEY = 32;
  private static final int HASH = 5;

  /**
   * A field has at most 255 bytes; of a name with more labels the last ones count, and the whole.
   */
  private static final int MOST_LABELS = 0xff / HASH;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final byte NAME = 'n';
  private static final byte ADDRESS = 'a';

  private final Mac mac;
  private final byte[] digest = new byte[32];

  private Pseudonyms(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no " + ALGORITHM, e);
    }
  }

  /** Reads the key; empty where there is none. */
  static Optional<Pseudonyms> read(Path file) {
    try {
      byte[] key = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
      return key.length == KEY ? Optional.of(new Pseudonyms(key)) : Optional.empty();
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
    byte[] key = new byte[KEY];
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
        hash(NAME, name, from);
        System.arraycopy(digest, 0, hashes, at, HASH);
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
    hash(ADDRESS, address, 0);
    return Arrays.copyOf(digest, HASH);
  }

  private void hash(byte kind, byte[] bytes, int from) {
    mac.update(kind);
    mac.update(bytes, from, bytes.length - from);
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a digest does not fit", e);
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
