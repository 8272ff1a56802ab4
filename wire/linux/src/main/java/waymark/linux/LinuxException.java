package waymark.linux;

import java.io.Serial;

/** A system call that the kernel refused: what was tried, and the error number. */
public final class LinuxException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final int errno;

  public LinuxException(String operation, int errno) {
    super(operation + ": " + Errno.text(errno) + " (" + Errno.name(errno) + ")");
    this.errno = errno;
  }

  /** The positive error number, see {@link Errno}. */
  public int errno() {
    return errno;
  }

  public boolean isPermission() {
    return errno == Errno.EPERM || errno == Errno.EACCES;
  }
}
