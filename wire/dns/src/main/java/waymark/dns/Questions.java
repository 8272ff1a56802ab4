package waymark.dns;

import java.util.Arrays;

/**
 * The questions that went out and have not been answered yet, by their {@link QuestionHash}.
 *
 * <p>Two generations of fixed size: a question is forgotten between one and two lives after it was
 * asked, or earlier under a flood, the older generation first. Nothing is allocated after
 * construction. Owned by one thread.
 */
public final class Questions {
  /** How long a stub resolver waits at the most before it gives up or asks anew, in ns. */
  public static final long LIFE = 10_000_000_000L;

  /** Outstanding questions a generation that are enough for 6,500 unanswered ones a second. */
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

  /** {@link #CAPACITY} questions a generation, for {@link #LIFE}. */
  public Questions() {
    this(CAPACITY, LIFE);
  }

  /**
   * Questions of a size and life of one's own.
   *
   * @param capacity questions a generation, a power of two from 8 to 2^24
   * @param life in the unit of the times passed in
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

  /** Notes that a question went out; once more changes only when it is forgotten. */
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

  /** Whether the answer's question is outstanding; it is not any more. */
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

  /** How many are outstanding; one asked in both generations counts twice. */
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
    // after a silence of a whole life the other generation is too old as well
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

  /** Where the key is, or the free place where it would be: half of all places are free. */
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
    // Moves up those behind it that would not be found past a gap.
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
