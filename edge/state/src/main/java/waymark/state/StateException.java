package waymark.state;

import java.io.IOException;
import java.nio.file.Path;

/** A file of the state folder could not be read or written. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StateException(String operation, Path file, IOException cause) {
    super("cannot " + operation + " " + file + ": " + cause, cause);
  }
}
