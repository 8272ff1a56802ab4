package waymark.dns;

import java.util.Arrays;

/**
 * The outstanding questions, by their {@link QuestionHash}.
 *
 * <p>Two generations of fixed size: a question is forgotten between one and two lives after it was
 * asked, or earlier under a flood, the older generation first. Nothing is allocated after
 * construction. Owned by one thread.
 */
public final class Questions {
  /** The longest time that a stub resolver waits before it gives up or retries, in ns. */
  public static final long LIFE = 10_000_000_000L;

  /** Questions per generation: enough for 6,500 unanswered questions per second. */
  public static final int CAPACITY = 65_536;

  private final long life;
  private final int mask;
  private final int most;
  private long[] young;
  private long[] old;
  private int youngSize;
  private int oldSize;
  private long youngSince;
  private boolean started;

  /** Room for {@link #CAPACITY} questions per generation, for {@link #LIFE}. */
  public Questions() {
    this(CAPACITY, LIFE);
  }

  /**
   * Room for a number of questions, for some time.
   *
   * @param capacity questions per generation, a power of two from 8 to 2^24
   * @param life how long a question is outstanding at least, in the unit of the times passed in
   */
  public Questions(int capacity, long life) {
    if (Integer.bitCount(capacity) != 1 || capacity < 8 || capacity > 1 << 24) {
      throw new IllegalArgumentException("capacity must be a power of two from 8 to 2^24");
    }
    if (life <= 0) {
      throw new IllegalArgumentException("life must be positive");
    }
    this.life = life;
    most = capacity;
    mask = 2 * capacity - 1;
    young = new long[2 * capacity];
    old = new long[2 * capacity];
  }

  /** Adds a question, unless the younger generation has it. */
  public void asked(long hash, long now) {
    age(now);
    long key = key(hash);
    int at = find(young, key);
    if (young[at] == key) {
      return;
    }
    if (youngSize == most) {
      turn(now);
      at = find(young, key);
    }
    young[at] = key;
    youngSize++;
  }

  /** Removes the question of an answer, and returns whether it was outstanding. */
  public boolean answered(long hash, long now) {
    age(now);
    long key = key(hash);
    boolean outstanding = false;
    if (youngSize > 0 && remove(young, key)) {
      youngSize--;
      outstanding = true;
    }
    if (oldSize > 0 && remove(old, key)) {
      oldSize--;
      outstanding = true;
    }
    return outstanding;
  }

  /** The number of outstanding questions; one that is in both generations counts twice. */
  public int size() {
    return youngSize + oldSize;
  }

  private void age(long now) {
    if (!started) {
      started = true;
      youngSince = now;
    }
    if (now - youngSince < life) {
      return;
    }
    turn(youngSince + life);
    // after a silence of a whole life the other generation has expired as well
    if (now - youngSince >= life) {
      turn(now);
    }
  }

  private void turn(long since) {
    long[] emptied = old;
    if (oldSize > 0) {
      Arrays.fill(emptied, 0);
    }
    old = young;
    oldSize = youngSize;
    young = emptied;
    youngSize = 0;
    youngSince = since;
  }

  /** 0 marks a free place. */
  private static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  /** The place of a key, or the free place for it: half of all places are free. */
  private int find(long[] places, long key) {
    int at = (int) key & mask;
    while (places[at] != 0 && places[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private boolean remove(long[] places, long key) {
    int gap = find(places, key);
    if (places[gap] == 0) {
      return false;
    }
    // Moves up the keys that would not be found behind a gap.
    for (int at = (gap + 1) & mask; places[at] != 0; at = (at + 1) & mask) {
      int home = (int) places[at] & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        places[gap] = places[at];
        gap = at;
      }
    }
    places[gap] = 0;
    return true;
  }
}
