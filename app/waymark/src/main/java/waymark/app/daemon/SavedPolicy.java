package waymark.app.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk which policies were applied on trial and never confirmed, by the digests of
 * their texts, and the text that a start loads instead: what was in force when the trial began, or
 * was confirmed since. Only the daemon's user can read these files.
 */
final class SavedPolicy {
  private static final Logger log = LoggerFactory.getLogger(SavedPolicy.class);

  /** How many digests are kept. */
  private static final int MOST = 64;

  private final Path state;

  /** The digests, the oldest first. */
  private Set<String> refused;

  /**
   * @param state the folder of the files
   */
  SavedPolicy(Path state) {
    this.state = state;
    refused = read(unconfirmed());
  }

  private static Set<String> read(Path file) {
    try {
      return Files.exists(file) ? new LinkedHashSet<>(Files.readAllLines(file)) : Set.of();
    } catch (IOException | UncheckedIOException e) {
      log.warn("Cannot read which policies were never confirmed: {}", e.toString());
      return Set.of();
    }
  }

  private Path unconfirmed() {
    return state.resolve("unconfirmed");
  }

  private Path confirmed() {
    return state.resolve("confirmed.yaml");
  }

  /** Whether this text is or was on trial and has not been confirmed or applied since. */
  boolean refuses(String text) {
    return !refused.isEmpty() && refused.contains(digest(text));
  }

  /** What to load instead of an unconfirmed text; empty for any other text. */
  Optional<String> insteadOf(String text) {
    try {
      return refuses(text) && Files.exists(confirmed())
          ? Optional.of(Files.readString(confirmed()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + confirmed(), e);
    }
  }

  /** A trial begins: it is on disk when this returns. */
  void begin(String inForce, String onTrial) {
    write(confirmed(), inForce);
    Set<String> next = without(onTrial);
    next.add(digest(onTrial));
    while (next.size() > MOST) {
      next.remove(next.iterator().next());
    }
    keep(next);
  }

  /** The trial could not begin. */
  void withdraw(String text) {
    keep(without(text));
  }

  /** A policy was confirmed, or applied without a trial. */
  void settle(String wanted) {
    if (refused.isEmpty()) {
      return;
    }
    write(confirmed(), wanted);
    keep(without(wanted));
  }

  private Set<String> without(String text) {
    Set<String> next = new LinkedHashSet<>(refused);
    next.remove(digest(text));
    return next;
  }

  private void keep(Set<String> next) {
    if (next.isEmpty()) {
      try {
        Files.deleteIfExists(unconfirmed());
        Files.deleteIfExists(confirmed());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete from " + state, e);
      }
    } else {
      write(unconfirmed(), String.join("\n", next) + "\n");
    }
    refused = next;
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void write(Path file, String text) {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(whole);
      Files.createFile(
          whole,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(whole, text);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
