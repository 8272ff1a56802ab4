package waymark.learn;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Refreshes each item when it is due, on a virtual thread per item, so that a slow server delays no
 * other item.
 */
public final class Refresher implements AutoCloseable {
  /** Listens to the outcomes of refreshes, one call at a time. */
  public interface Listener {
    /**
     * The content of an item has changed. When this throws, the refresh counts as failed, and the
     * next attempt calls it again.
     */
    void changed(Refreshable item);

    /** A refresh succeeded, and the newest version is in use. */
    void good(Refreshable item);

    /** A refresh failed; the previous version stays in use. */
    void failed(Refreshable item, LearnException why, Instant next);
  }

  /** The longest sleep, after which a changed clock or a suspended host is noticed. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final Listener listener;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock telling = new ReentrantLock();
  private final List<Thread> threads = new ArrayList<>();
  private final Map<String, Turn> turns = new LinkedHashMap<>();

  private Refresher(Listener listener, InstantSource clock, RandomGenerator random) {
    this.listener = listener;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Begins to refresh, at once for overdue items.
   *
   * @param random a thread-safe generator
   */
  public static Refresher start(
      Collection<? extends Refreshable> items,
      Listener listener,
      InstantSource clock,
      RandomGenerator random) {
    Refresher refresher = new Refresher(listener, clock, random);
    for (Refreshable item : items) {
      Turn turn = new Turn();
      refresher.turns.put(item.title(), turn);
      refresher.threads.add(
          Thread.ofVirtual().name(item.title()).start(() -> refresher.repeat(item, turn)));
    }
    return refresher;
  }

  /**
   * Refreshes all items now.
   *
   * @return done when all have been refreshed, or have failed
   */
  public CompletableFuture<Void> now() {
    return CompletableFuture.allOf(
        turns.values().stream().map(Turn::ask).toArray(CompletableFuture<?>[]::new));
  }

  /** When the item of a title is refreshed next; empty while it is, and without such an item. */
  public Optional<Instant> next(String title) {
    return Optional.ofNullable(turns.get(title)).flatMap(Turn::next);
  }

  /** Why the newest version of the item of a title is not in use; empty when it is. */
  public String fault(String title) {
    return Optional.ofNullable(turns.get(title)).map(Turn::fault).orElse("");
  }

  private void repeat(Refreshable item, Turn turn) {
    RefreshSchedule refreshSchedule = new RefreshSchedule(item.every(), random);
    int failures = 0;
    boolean untold = false;
    try {
      Duration wait = first(item, refreshSchedule);
      while (true) {
        sleep(wait, turn);
        turn.begin();
        try {
          untold |= item.refresh();
          if (untold) {
            tell(() -> listener.changed(item));
            untold = false;
          }
          if (item.isGood()) {
            turn.good();
            tell(() -> listener.good(item));
          }
          failures = 0;
          wait = refreshSchedule.next(0);
        } catch (RuntimeException e) {
          // Whatever the fault, the next attempt must follow.
          LearnException why =
              e instanceof LearnException known
                  ? known
                  : new LearnException(item.title() + " cannot be refreshed: " + e, e);
          turn.failed(why.reason());
          failures++;
          wait = refreshSchedule.next(failures);
          Instant next = clock.instant().plus(wait);
          tell(() -> listener.failed(item, why, next));
        }
        turn.due(clock.instant().plus(wait));
        turn.end();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      turn.over();
    }
  }

  private Duration first(Refreshable item, RefreshSchedule refreshSchedule) {
    Instant now = clock.instant();
    try {
      Instant last = item.refreshed();
      // A time in the future comes from a wrong clock.
      return last.equals(Instant.MIN) || last.isAfter(now)
          ? Duration.ZERO
          : Duration.between(now, last.plus(refreshSchedule.next(0)));
    } catch (LearnException e) {
      return Duration.ZERO;
    }
  }

  /**
   * Sleeps until somebody asks, the clock shows the end of the wait, or it was set back to before
   * its beginning.
   */
  private void sleep(Duration wait, Turn turn) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Instant begin = clock.instant();
    Instant due = begin.plus(wait);
    turn.due(due);
    for (Instant now = begin; now.isBefore(due) && !now.isBefore(begin); now = clock.instant()) {
      Duration left = Duration.between(now, due).plusMillis(1);
      if (turn.isAskedWithin(left.compareTo(LONGEST_SLEEP) < 0 ? left : LONGEST_SLEEP)) {
        return;
      }
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

  /** Interrupts all refreshes. Does not wait for their threads, which may wait for the caller. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
