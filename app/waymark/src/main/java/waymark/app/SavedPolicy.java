package waymark.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * What a start needs to know of a policy that was applied on trial: the text that nobody has
 * confirmed, and the text that was in force before. Both are for the daemon's user alone.
 *
 * @param state the folder of what is kept on disk
 */
record SavedPolicy(Path state) {
  private Path unconfirmed() {
    return state.resolve("unconfirmed.yaml");
  }

  private Path confirmed() {
    return state.resolve("confirmed.yaml");
  }

  /** A trial begins: these are on disk when this returns. */
  void begin(String inForce, String onTrial) {
    write(confirmed(), inForce);
    write(unconfirmed(), onTrial);
  }

  /** Whatever was on trial, the file of now is what a restart loads. */
  void settle() {
    try {
      Files.deleteIfExists(unconfirmed());
      Files.deleteIfExists(confirmed());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete from " + state, e);
    }
  }

  /** Whether a start with that file, as it is now, would load another text, as far as is known. */
  boolean refuses(Path file) {
    try {
      return Files.isRegularFile(file) && insteadOf(Files.readString(file)).isPresent();
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  /** What to load in the place of a text that nobody confirmed; empty for any other text. */
  Optional<String> insteadOf(String text) {
    try {
      return Files.exists(unconfirmed())
              && Files.exists(confirmed())
              && Files.readString(unconfirmed()).equals(text)
          ? Optional.of(Files.readString(confirmed()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read from " + state, e);
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
