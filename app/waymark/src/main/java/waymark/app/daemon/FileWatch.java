package waymark.app.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a file is another: by its inode, size and time, looked at every second.
 *
 * <p>Notifications of the kernel would miss what a symbolic link in the path changes, and what
 * another host writes. A file that changed is taken when it is the same for a second look: an
 * editor may be in the middle of it.
 */
public final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** So many looks are between two attempts at the most. */
  private static final int LONGEST_PAUSE = 30;

  /** So often what is refused is tried. */
  private static final int MOST_ATTEMPTS = 4;

  /** What comes of an attempt to take the file as it is. */
  public enum Taken {
    /** It is in force, or wrong: only another change matters. */
    DONE,
    /** It was not looked at, and is to be until it is. */
    LATER,
    /** What it says could not be put in force, which a moment may change. */
    REFUSED
  }

  private final Path file;
  private final Optional<Mark> first;
  private Optional<Thread> thread = Optional.empty();

  private record Mark(String key, long modified, long size) {}

  /** A file as it is now, before anybody reads it: whatever it becomes is a change. */
  public FileWatch(Path file) {
    this.file = file;
    first = look();
  }

  /**
   * Begins to look.
   *
   * @param changed what to do when it is another; what it throws counts as done
   */
  public void start(Supplier<Taken> changed) {
    thread = Optional.of(Thread.ofVirtual().name("waymark-file").start(() -> run(changed)));
  }

  private void run(Supplier<Taken> changed) {
    Optional<Mark> taken = first;
    Optional<Mark> last = first;
    int refused = 0;
    int pause = 1;
    int pausing = 0;
    try {
      while (true) {
        Thread.sleep(EVERY);
        Optional<Mark> now = look();
        if (!now.equals(last)) {
          refused = 0;
          pause = 1;
          pausing = 0;
        } else if (!now.equals(taken) && --pausing < 0) {
          Taken outcome = take(changed);
          refused += outcome == Taken.REFUSED ? 1 : 0;
          if (outcome == Taken.DONE || refused == MOST_ATTEMPTS) {
            taken = now;
          }
          pausing = pause;
          pause = Math.min(LONGEST_PAUSE, 2 * pause);
        }
        last = now;
      }
    } catch (InterruptedException e) {
      // close() asked for the end
    }
  }

  private Taken take(Supplier<Taken> changed) {
    try {
      return changed.get();
    } catch (RuntimeException e) {
      log.error("The change of {} cannot be followed", file, e);
      return Taken.DONE;
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
    thread.ifPresent(Thread::interrupt);
  }
}
