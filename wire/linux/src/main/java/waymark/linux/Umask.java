package waymark.linux;

/** The mode of the files that this process makes (umask(2)). */
public final class Umask {
  private static final int OTHERS = 0077;

  private Umask() {}

  /** From now on, this process makes files and folders for its own user only. */
  public static void ownerOnly() {
    new SystemCalls().umask(OTHERS);
  }
}
