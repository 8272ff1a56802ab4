package waymark.console;

/** The socket could not be opened. */
public final class ConsoleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConsoleException(String message) {
    super(message);
  }

  ConsoleException(String message, Throwable cause) {
    super(message, cause);
  }
}
