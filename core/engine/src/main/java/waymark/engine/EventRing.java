package waymark.engine;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last events, numbered from 1. One thread tells them; any may read, and none wakes another:
 * who follows them looks again.
 */
public final class EventRing implements EventSink {
  /** So many are kept. */
  public static final int CAPACITY = 10_000;

  /** The same refusal is told once in this time, in milliseconds: a program may ask for ever. */
  private static final long REFUSAL_EVERY = 60_000;

  private static final int REFUSALS = 256;

  private final InstantSource clock;
  private final AtomicReferenceArray<@Nullable Entry> entries;
  private final int[] refused = new int[REFUSALS];
  private final long[] refusedAt = new long[REFUSALS];
  private volatile long last;

  /**
   * An event in its place.
   *
   * @param number one more than that of the event before it
   * @param at in milliseconds since the epoch
   */
  public record Entry(long number, long at, Event event) {}

  /**
   * What a reader has not had yet.
   *
   * @param last the number to ask with next time
   * @param missed events that were told since, and are no longer kept
   */
  public record Reading(List<Entry> entries, long last, long missed) {
    public Reading {
      entries = List.copyOf(entries);
    }
  }

  /** A ring without events. */
  public EventRing(InstantSource clock) {
    this(clock, CAPACITY);
  }

  EventRing(InstantSource clock, int capacity) {
    this.clock = clock;
    entries = new AtomicReferenceArray<>(capacity);
  }

  @Override
  public void tell(Event event) {
    long now = clock.millis();
    if (event instanceof Event.Refused refusal && isRepeated(refusal, now)) {
      return;
    }
    long number = last + 1;
    entries.setRelease((int) (number % entries.length()), new Entry(number, now, event));
    last = number;
  }

  private boolean isRepeated(Event.Refused refusal, long now) {
    int hash = refusal.hashCode();
    int slot = hash & (REFUSALS - 1);
    boolean repeated = refused[slot] == hash && now - refusedAt[slot] < REFUSAL_EVERY;
    if (!repeated) {
      refused[slot] = hash;
      refusedAt[slot] = now;
    }
    return repeated;
  }

  /**
   * What was told after the event with that number.
   *
   * @param since 0 for all that is kept; a number not given yet reads nothing
   * @param limit the most that one reading takes
   */
  public Reading since(long since, int limit) {
    long end = last;
    if (since >= end) {
      return new Reading(List.of(), end, 0);
    }
    long from = Math.max(0, since);
    long first = Math.max(from, end - entries.length()) + 1;
    List<Entry> found = new ArrayList<>();
    long number = first;
    for (; number <= end && found.size() < limit; number++) {
      Entry entry = entries.getAcquire((int) (number % entries.length()));
      // Overwritten meanwhile: the reader is slower than the writer.
      if (entry != null && entry.number() == number) {
        found.add(entry);
      }
    }
    return new Reading(found, number - 1, number - 1 - from - found.size());
  }
}
