package waymark.state;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * One append-only log of lease events. A held answer waits for each write, so it is a single system
 * call: a channel would copy the bytes once more, and track waiting threads.
 */
final class LeaseLog implements AutoCloseable {
  private final RandomAccessFile file;

  /** The length of the log in bytes, without an incomplete last line. */
  private long whole;

  private LeaseLog(RandomAccessFile file) {
    this.file = file;
  }

  /** Opens or creates a log, and cuts off an incomplete last line. */
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

  /** Appends whole lines. A failure may leave a part of them until {@link #cut}. */
  void append(byte[] lines) throws IOException {
    file.write(lines);
    whole += lines.length;
  }

  /** Removes the bytes that a failed {@link #append} has left. */
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
