package waymark.kernel.model;

/** The daemon was stopped before it did what was asked for, and may have done a part of it. */
public final class StoppedException extends KernelException {
  private static final long serialVersionUID = 1;

  public StoppedException() {
    super("the daemon was stopped");
  }

  /**
   * @param cause what came of the part that was under way
   */
  public StoppedException(RuntimeException cause) {
    super("the daemon was stopped: " + cause.getMessage(), cause);
  }
}
