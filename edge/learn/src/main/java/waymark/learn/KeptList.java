package waymark.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import waymark.policy.SyntaxException;

/**
 * The copy of a list's last good version on disk: a header of lines {@code key value}, an empty
 * line, and the bytes.
 */
final class KeptList {
  private static final String FIRST = "waymark list 1";

  /** A header has a few hundred bytes. */
  private static final int LONGEST_HEAD = 16_384;

  private final String source;
  private final Stamp stamp;
  private final Instant fetched;
  private final int entries;
  private final byte[] bytes;
  private final String digest;

  /**
   * A good version of a list.
   *
   * @param source format and origin in one line, to recognize a version of another source
   * @param fetched when the server last confirmed this version
   * @param entries the number of its names and networks
   * @param bytes the list in that format; never modified
   */
  KeptList(String source, Stamp stamp, Instant fetched, int entries, byte[] bytes) {
    this.source = source;
    this.stamp = stamp;
    this.fetched = fetched;
    this.entries = entries;
    this.bytes = bytes;
    digest = digest(bytes);
  }

  /** Whether this version is from a source. */
  boolean isOf(String other) {
    return source.equals(other);
  }

  Stamp stamp() {
    return stamp;
  }

  Instant fetched() {
    return fetched;
  }

  int entries() {
    return entries;
  }

  byte[] bytes() {
    return bytes;
  }

  /** The digest that identifies the bytes. */
  String digest() {
    return digest;
  }

  /** The file for a list, whatever characters its name has. */
  static Path file(Path folder, String name) {
    StringBuilder safe = new StringBuilder();
    for (int i = 0; i < name.length() && safe.length() < 40; i++) {
      char c = name.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
      safe.append(plain ? c : '_');
    }
    String hash = digest(name.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    return folder.resolve(safe + "." + hash + ".list");
  }

  /**
   * The content of the file, whatever its source; empty if it cannot be read. It stands in for a
   * list that has not been fetched yet.
   */
  static Optional<ListContent> lastOf(Path file) {
    try {
      return read(file).map(KeptList::content);
    } catch (LearnException | SyntaxException e) {
      return Optional.empty();
    }
  }

  /** When the version in the file was confirmed; empty if it cannot be read. */
  static Optional<Instant> timeOf(Path file) {
    try {
      return read(file).map(KeptList::fetched);
    } catch (LearnException e) {
      return Optional.empty();
    }
  }

  private ListContent content() {
    return ListFormat.parse(source.substring(0, source.indexOf(' ') + 1).strip()).read(bytes);
  }

  /**
   * Reads a file.
   *
   * @return empty when there is no file, it is damaged, or it is too large for the memory
   * @throws LearnException when the file cannot be read
   */
  static Optional<KeptList> read(Path file) {
    byte[] all;
    try {
      if (!Memory.OF_PROCESS.carriesList(Files.size(file) - LONGEST_HEAD)) {
        return Optional.empty();
      }
      all = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new LearnException("cannot read " + file + ": " + e, e);
    }
    int end = headEnd(all);
    if (end < 0) {
      return Optional.empty();
    }
    Map<String, String> head = new HashMap<>();
    for (String line : new String(all, 0, end, StandardCharsets.UTF_8).split("\n", -1)) {
      int space = line.indexOf(' ');
      head.put(space < 0 ? line : line.substring(0, space), line.substring(space + 1));
    }
    byte[] bytes = Arrays.copyOfRange(all, end + 2, all.length);
    if (!head.getOrDefault("waymark", "").equals(FIRST.substring(8))) {
      return Optional.empty();
    }
    try {
      KeptList version =
          new KeptList(
              head.getOrDefault("source", ""),
              new Stamp(head.getOrDefault("etag", ""), head.getOrDefault("modified", "")),
              Instant.ofEpochSecond(Long.parseLong(head.getOrDefault("fetched", "0"))),
              Integer.parseInt(head.getOrDefault("entries", "0")),
              bytes);
      return head.getOrDefault("sha256", "").equals(version.digest)
          ? Optional.of(version)
          : Optional.empty();
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static int headEnd(byte[] all) {
    for (int i = 1; i < Math.min(all.length, LONGEST_HEAD); i++) {
      if (all[i] == '\n' && all[i - 1] == '\n') {
        return i - 1;
      }
    }
    return -1;
  }

  /**
   * Replaces the file atomically.
   *
   * @throws LearnException when the file cannot be written
   */
  void write(Path file) {
    try (Fresh fresh = Fresh.beside(file)) {
      try (FileChannel channel =
          FileChannel.open(fresh.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        write(channel, head().getBytes(StandardCharsets.UTF_8));
        write(channel, bytes);
        channel.force(true);
      }
      fresh.takePlace();
    } catch (IOException e) {
      throw new LearnException("cannot write " + file + ": " + e, e);
    }
  }

  private String head() {
    return String.join(
        "\n",
        FIRST,
        "source " + source,
        "etag " + stamp.etag(),
        "modified " + stamp.modified(),
        "fetched " + fetched.getEpochSecond(),
        "entries " + entries,
        "sha256 " + digest,
        "",
        "");
  }

  private static void write(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
