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
 * Detects that a file has changed: polls its inode, size and time every second.
 *
 * <p>inotify would miss a symbolic link in the path that changes, and what another host writes. A
 * changed file is loaded when two polls in a row find it the same: an editor may be in the middle
 * of writing it.
 */
public final class FileWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(FileWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(1);

  /** The most polls between two attempts. */
  private static final int LONGEST_PAUSE = 30;

  /** How often a file that is refused is tried. */
  private static final int MOST_ATTEMPTS = 4;

  /** The result of an attempt to load the file. */
  public enum Taken {
    /** It is in force, or invalid: only another change matters. */
    DONE,
    /** It was not read yet: try again. */
    LATER,
    /** It could not be put in force; a later attempt may succeed. */
    REFUSED
  }

  private final Path file;
  private final Optional<Mark> first;
  private Optional<Thread> thread = Optional.empty();

  private record Mark(String key, long modified, long size) {}

  /** Remembers the file as it is now, before anybody reads it. */
  public FileWatch(Path file) {
    this.file = file;
    first = look();
  }

  /**
   * Starts to poll.
   *
   * @param changed called when the file has changed; an exception counts as done
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
      // close() was called.
    }
  }

  private Taken take(Supplier<Taken> changed) {
    try {
      return changed.get();
    } catch (RuntimeException e) {
      log.error("Cannot load the changed file {}", file, e);
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
