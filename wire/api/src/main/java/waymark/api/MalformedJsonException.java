package waymark.api;

/** Text that is not the JSON of the record that was expected. */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MalformedJsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
