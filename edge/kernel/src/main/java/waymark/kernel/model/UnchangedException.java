package waymark.kernel.model;

/** The kernel could not be changed, and all of a plane is there as it was before. */
public final class UnchangedException extends KernelException {
  private static final long serialVersionUID = 1;

  public UnchangedException(KernelException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
