package waymark.learn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Refreshes each of several when it is due, on a virtual thread of its own, so that a slow server
 * holds up no other.
 */
public final class Refresher implements AutoCloseable {
  /** Told of what comes of it, one call at a time. */
  public interface Listener {
    /**
     * It says something else than before. Where this throws, it is told again at the next attempt,
     * which comes as after any failure.
     */
    void changed(Refreshable item);

    /** It was looked at, and its newest version is the one in use; told each time. */
    void good(Refreshable item);

    /** There is no newer version that can be used; what was there before stays. */
    void failed(Refreshable item, LearnException why, Instant next);
  }

  /** A clock that is set, or a host that slept, is noticed after so long. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final Listener listener;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock telling = new ReentrantLock();
  private final List<Thread> threads = new ArrayList<>();

  private Refresher(Listener listener, InstantSource clock, RandomGenerator random) {
    this.listener = listener;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Begins to refresh. What is overdue is refreshed at once.
   *
   * @param random safe for several threads
   */
  public static Refresher start(
      Collection<? extends Refreshable> items,
      Listener listener,
      InstantSource clock,
      RandomGenerator random) {
    Refresher refresher = new Refresher(listener, clock, random);
    for (Refreshable item : items) {
      refresher.threads.add(
          Thread.ofVirtual().name(item.title()).start(() -> refresher.repeat(item)));
    }
    return refresher;
  }

  private void repeat(Refreshable item) {
    RefreshSchedule refreshSchedule = new RefreshSchedule(item.every(), random);
    int failures = 0;
    boolean untold = false;
    try {
      Duration wait = first(item, refreshSchedule);
      while (true) {
        sleep(wait);
        try {
          untold |= item.refresh();
          if (untold) {
            tell(() -> listener.changed(item));
            untold = false;
          }
          if (item.isGood()) {
            tell(() -> listener.good(item));
          }
          failures = 0;
          wait = refreshSchedule.next(0);
        } catch (RuntimeException e) {
          // Whatever it is, the next attempt must come.
          LearnException why =
              e instanceof LearnException known
                  ? known
                  : new LearnException(item.title() + " cannot be refreshed: " + e, e);
          failures++;
          wait = refreshSchedule.next(failures);
          Instant next = clock.instant().plus(wait);
          tell(() -> listener.failed(item, why, next));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration first(Refreshable item, RefreshSchedule refreshSchedule) {
    Instant now = clock.instant();
    try {
      Instant last = item.refreshed();
      // One from the future is of a clock that was wrong.
      return last.equals(Instant.MIN) || last.isAfter(now)
          ? Duration.ZERO
          : Duration.between(now, last.plus(refreshSchedule.next(0)));
    } catch (LearnException e) {
      return Duration.ZERO;
    }
  }

  /** Until the clock is so much later, or was set back to before the wait began. */
  private void sleep(Duration wait) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Instant begin = clock.instant();
    Instant due = begin.plus(wait);
    for (Instant now = begin; now.isBefore(due) && !now.isBefore(begin); now = clock.instant()) {
      Duration left = Duration.between(now, due).plusMillis(1);
      Thread.sleep(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP);
    }
  }

  private void tell(Runnable call) throws InterruptedException {
    telling.lockInterruptibly();
    try {
      call.run();
    } finally {
      telling.unlock();
    }
  }

  /** Ends it; what is being fetched is given up. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
