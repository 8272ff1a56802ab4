package waymark.learn;

/** A country file or a list could not be fetched, read or accepted: what, where, and why. */
public final class LearnException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LearnException(String message) {
    super(message);
  }

  /** An exception with a cause. */
  public LearnException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The reason, as text. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
