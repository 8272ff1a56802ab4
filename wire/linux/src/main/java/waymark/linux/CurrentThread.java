package waymark.linux;

/** What Linux lets one thread of a process have for itself. */
public final class CurrentThread {
  private static final int PRIO_PROCESS = 0; // with 0 as its number: the calling thread

  private CurrentThread() {}

  /**
   * Sets how much the calling platform thread gives way to others (setpriority(2)).
   *
   * @param nice from -20, before all others, to 19
   * @return whether this process may (CAP_SYS_NICE for less than before)
   */
  public static boolean nice(int nice) {
    int result = new SystemCalls().setPriority(PRIO_PROCESS, 0, nice);
    if (result == -Errno.EACCES || result == -Errno.EPERM) {
      return false;
    }
    SystemCalls.check("set the priority of a thread to " + nice, result);
    return true;
  }
}
