package waymark.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the journal could not be read or written. */
public final class JournalException extends RuntimeException {
  private static final long serialVersionUID = 1;

  JournalException(String operation, Path file, IOException cause) {
    super("cannot " + operation + " " + file + ": " + cause, cause);
  }
}
