package waymark.learn;

/** A country file or a list could not be fetched, read or trusted: what, where, and why. */
public final class LearnException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LearnException(String message) {
    super(message);
  }

  /** One that something else has led to. */
  public LearnException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The reason in words. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
