package waymark.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a file is another: by its inode, size and time, looked at every second.
 *
 * <p>Notifications of the kernel would miss what a symbolic link in the path changes, and what
 * another host writes. A file that changed is taken when it is the same for a second look: an
 * editor may be in the middle of it.
 */
final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Path file;
  private final BooleanSupplier changed;
  private final Thread thread;

  private record Mark(String key, long modified, long size) {}

  /**
   * @param changed what to do then; false: again after the next look
   */
  FileWatch(Path file, BooleanSupplier changed) {
    this.file = file;
    this.changed = changed;
    Optional<Mark> first = look();
    thread = Thread.ofVirtual().name("waymark-file").start(() -> run(first));
  }

  private void run(Optional<Mark> first) {
    Optional<Mark> taken = first;
    Optional<Mark> last = first;
    try {
      while (true) {
        Thread.sleep(EVERY);
        Optional<Mark> now = look();
        if (now.equals(last) && !now.equals(taken) && take()) {
          taken = now;
        }
        last = now;
      }
    } catch (InterruptedException e) {
      // close() asked for the end
    }
  }

  /** What fails once is not tried again, but the next change is still noticed. */
  private boolean take() {
    try {
      return changed.getAsBoolean();
    } catch (RuntimeException e) {
      log.error("The change of {} cannot be followed", file, e);
      return true;
    }
  }

  /** Empty where there is no such file. */
  private Optional<Mark> look() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Mark(
              String.valueOf(found.fileKey()), found.lastModifiedTime().toMillis(), found.size()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
