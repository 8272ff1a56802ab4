package waymark.engine;

/** The plane could not carry a decision out. */
public final class PlaneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PlaneException(String message, Throwable cause) {
    super(message, cause);
  }

  public PlaneException(String message) {
    super(message);
  }
}
