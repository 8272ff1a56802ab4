package waymark.linux;

import java.nio.file.Path;

/** An exclusive lock on a file (flock(2)), which the kernel releases when the process ends. */
public final class FileLock implements AutoCloseable {
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private final Descriptor file;

  private FileLock(Descriptor file) {
    this.file = file;
  }

  /**
   * Locks a file that exists, without waiting: EAGAIN while another opening of it holds the lock.
   */
  public static FileLock take(Path path) {
    SystemCalls calls = new SystemCalls();
    Descriptor file =
        Descriptor.of("open " + path, calls.open(path.toString(), O_RDWR | O_CLOEXEC));
    int result = calls.flock(file.number(), LOCK_EX | LOCK_NB);
    if (result < 0) {
      file.close();
      throw new LinuxException("lock " + path, -result);
    }
    return new FileLock(file);
  }

  @Override
  public void close() {
    file.close();
  }
}
