package waymark.engine;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last events, numbered from 1. Events about single addresses, of which there may be thousands
 * a second, have a room of their own, so that they push out no others. One thread tells events; any
 * may read, and none wakes another: who follows them looks again.
 */
public final class EventRing implements EventSink {
  /** So many events about addresses are kept. */
  public static final int CAPACITY = 10_000;

  /** So many events about links, policies, lists and repairs are kept. */
  public static final int RARE = 1_000;

  /** The same refusal is told once in this time, in milliseconds: a program may ask for ever. */
  private static final long REFUSAL_EVERY = 60_000;

  private static final int REFUSALS = 256;

  private final InstantSource clock;
  private final AtomicReferenceArray<@Nullable Entry> ofAddresses;
  private final AtomicReferenceArray<@Nullable Entry> others;
  private final int[] refused = new int[REFUSALS];
  private final long[] refusedAt = new long[REFUSALS];
  private long toldOfAddresses;
  private long toldOfOthers;
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
    this(clock, CAPACITY, RARE);
  }

  EventRing(InstantSource clock, int capacity, int rare) {
    this.clock = clock;
    ofAddresses = new AtomicReferenceArray<>(capacity);
    others = new AtomicReferenceArray<>(rare);
  }

  @Override
  public void tell(Event event) {
    long now = clock.millis();
    if (event instanceof Event.Refused refusal && isRepeated(refusal, now)) {
      return;
    }
    long number = last + 1;
    Entry entry = new Entry(number, now, event);
    if (isAboutAddress(event)) {
      ofAddresses.setRelease((int) (toldOfAddresses++ % ofAddresses.length()), entry);
    } else {
      others.setRelease((int) (toldOfOthers++ % others.length()), entry);
    }
    last = number;
  }

  private static boolean isAboutAddress(Event event) {
    return switch (event) {
      case Event.Learned _, Event.Refused _, Event.Denied _, Event.Ended _, Event.Moved _ -> true;
      case Event.Repaired _,
          Event.LinkChanged _,
          Event.PolicyReplaced _,
          Event.Updated _,
          Event.Faulty _,
          Event.Recovered _ ->
          false;
    };
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
    List<Entry> found = new ArrayList<>();
    collect(ofAddresses, from, end, found);
    collect(others, from, end, found);
    found.sort(Comparator.comparingLong(Entry::number));
    List<Entry> taken = found.size() > limit ? found.subList(0, limit) : found;
    long reached = taken.size() == limit && limit > 0 ? taken.getLast().number() : end;
    return new Reading(taken, reached, reached - from - taken.size());
  }

  /** An entry that is overwritten meanwhile has a later number: the reader missed it. */
  private static void collect(
      AtomicReferenceArray<@Nullable Entry> ring, long from, long end, List<Entry> found) {
    for (int i = 0; i < ring.length(); i++) {
      Entry entry = ring.getAcquire(i);
      if (entry != null && entry.number() > from && entry.number() <= end) {
        found.add(entry);
      }
    }
  }
}
