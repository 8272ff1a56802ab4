package waymark.api;

/**
 * Which file's policy to plan or apply. It is the daemon that reads it.
 *
 * @param file an absolute path
 * @param confirmWithin so many seconds it waits to be confirmed, and goes back otherwise; 0: it
 *     needs no confirmation
 * @param caller the process whose session the policy must not cut off; 0: it may cut off any
 */
public record PolicyFile(String file, long confirmWithin, long caller) {
  /** The longest wait: a day. */
  public static final long LONGEST_WAIT = 86_400;

  public PolicyFile {
    if (confirmWithin < 0 || confirmWithin > LONGEST_WAIT) {
      throw new IllegalArgumentException("confirm within 0 to 86400 s, not " + confirmWithin);
    }
    if (caller < 0) {
      throw new IllegalArgumentException(caller + " is not the number of a process");
    }
  }

  /** For whoever is not in a session that could be cut off. */
  public PolicyFile(String file, long confirmWithin) {
    this(file, confirmWithin, 0);
  }
}
