package waymark.kernel.model;

/** The kernel, or a command that speaks to it, refused what Waymark needs. */
public sealed class KernelException extends RuntimeException
    permits NoQueueException, StoppedException, UnchangedException {
  private static final long serialVersionUID = 1;

  public KernelException(String message) {
    super(message);
  }

  public KernelException(String message, Throwable cause) {
    super(message, cause);
  }
}
