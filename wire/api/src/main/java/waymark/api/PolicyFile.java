package waymark.api;

/**
 * The file of a policy to plan or apply. The daemon reads it.
 *
 * @param file an absolute path
 * @param confirmWithin the seconds to confirm the policy before it is rolled back; 0 when it needs
 *     no confirmation
 * @param caller the process whose session the policy must not cut off; 0 when it may cut off any
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

  /** A request without a session that could be cut off. */
  public PolicyFile(String file, long confirmWithin) {
    this(file, confirmWithin, 0);
  }
}
