package waymark.console;

/** The console could not open a socket. */
public final class ConsoleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ConsoleException(String message) {
    super(message);
  }

  ConsoleException(String message, Throwable cause) {
    super(message, cause);
  }
}
