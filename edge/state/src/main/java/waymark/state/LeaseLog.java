package waymark.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * One log of lease events, written at its end. A held answer waits for each write, so it is one
 * system call and little else: a channel would copy the bytes once more and keep books about
 * threads that wait.
 */
final class LeaseLog implements AutoCloseable {
  private final RandomAccessFile file;

  /** Its length in bytes, without a last line that was cut off. */
  private long whole;

  private LeaseLog(RandomAccessFile file) {
    this.file = file;
  }

  /** Opens a log, made if there is none; a last line without an end is cut off. */
  static LeaseLog open(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      LeaseLog log = new LeaseLog(file);
      log.whole = wholeLines(file);
      log.cut();
      return log;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private static long wholeLines(RandomAccessFile file) throws IOException {
    long size = file.length();
    while (size > 0) {
      file.seek(size - 1);
      if (file.read() == '\n') {
        break;
      }
      size--;
    }
    return size;
  }

  /** Appends whole lines. After a failure some of it may be there until {@link #cut}. */
  void append(byte[] lines) throws IOException {
    file.write(lines);
    whole += lines.length;
  }

  /** Cuts off what a failed {@link #append} has left. */
  void cut() throws IOException {
    if (file.length() > whole) {
      file.setLength(whole);
    }
    file.seek(whole);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
