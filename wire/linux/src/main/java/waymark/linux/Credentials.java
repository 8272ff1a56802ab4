package waymark.linux;

/** A process's id and its effective user and group (struct ucred). */
public record Credentials(int process, int user, int group) {
  /** The credentials of this process. */
  public static Credentials own() {
    SystemCalls calls = new SystemCalls();
    return new Credentials(
        Math.toIntExact(ProcessHandle.current().pid()),
        calls.effectiveUser(),
        calls.effectiveGroup());
  }
}
