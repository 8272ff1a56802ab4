package waymark.engine;

/** The plane could not carry a decision out. */
public final class PlaneException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean unchanged;

  public PlaneException(String message, Throwable cause) {
    this(message, cause, false);
  }

  public PlaneException(String message) {
    super(message);
    unchanged = false;
  }

  private PlaneException(String message, Throwable cause, boolean unchanged) {
    super(message, cause);
    this.unchanged = unchanged;
  }

  /** The plane could not, and carries all that it carried before. */
  public static PlaneException unchanged(String message, Throwable cause) {
    return new PlaneException(message, cause, true);
  }

  /** Whether the plane still carries exactly what it carried before. */
  public boolean isUnchanged() {
    return unchanged;
  }
}
