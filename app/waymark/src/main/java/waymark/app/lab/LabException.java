package waymark.app.lab;

/** The lab cannot be built, or the world in it does not do what it must. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LabException(String message) {
    super(message);
  }

  LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
