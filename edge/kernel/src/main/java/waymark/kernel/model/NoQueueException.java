package waymark.kernel.model;

/** This kernel, or its iptables, cannot queue packets for a program: answers cannot be held. */
public final class NoQueueException extends KernelException {
  private static final long serialVersionUID = 1;

  public NoQueueException(String message, Throwable cause) {
    super(message, cause);
  }

  public NoQueueException(String message) {
    super(message);
  }
}
