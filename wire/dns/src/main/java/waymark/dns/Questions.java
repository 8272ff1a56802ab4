package waymark.dns;

import java.util.Arrays;

/**
 * The outstanding questions, by their {@link QuestionHash}.
 *
 * <p>Two generations of fixed size: a question is forgotten between one and two lives after it was
 * asked, or earlier under a flood, the older generation first. One client has only a share of the
 * places: the questions that it asks beyond that are not remembered, and those of others stay.
 * Nothing is allocated after construction. Owned by one thread.
 */
public final class Questions {
  /** The longest time that a stub resolver waits before it gives up or retries, in ns. */
  public static final long LIFE = 10_000_000_000L;

  /** Questions per generation: enough for 6,500 unanswered questions per second. */
  public static final int CAPACITY = 65_536;

  /** Questions of one client per generation. */
  public static final int SHARE = CAPACITY / 16;

  private static final int CLIENTS = 1 << QuestionHash.CLIENT_BITS;

  private final long life;
  private final int mask;
  private final int most;
  private final int share;
  private long[] young;
  private long[] old;
  private int[] youngByClient = new int[CLIENTS];
  private int[] oldByClient = new int[CLIENTS];
  private long crowded;
  private int youngSize;
  private int oldSize;
  private long youngSince;
  private boolean started;

  /** Room for {@link #CAPACITY} questions per generation, for {@link #LIFE}. */
  public Questions() {
    this(CAPACITY, LIFE, SHARE);
  }

  /**
   * Room for a number of questions, for some time.
   *
   * @param capacity questions per generation, a power of two from 8 to 2^24
   * @param life how long a question is outstanding at least, in the unit of the times passed in
   * @param share the most questions of one client per generation
   */
  public Questions(int capacity, long life, int share) {
    if (Integer.bitCount(capacity) != 1 || capacity < 8 || capacity > 1 << 24) {
      throw new IllegalArgumentException("capacity must be a power of two from 8 to 2^24");
    }
    if (life <= 0) {
      throw new IllegalArgumentException("life must be positive");
    }
    if (share < 1 || share > capacity) {
      throw new IllegalArgumentException("share must be from 1 to the capacity");
    }
    this.life = life;
    this.share = share;
    most = capacity;
    mask = 2 * capacity - 1;
    young = new long[2 * capacity];
    old = new long[2 * capacity];
  }

  /** Adds a question, unless the younger generation has it or its client has used up its share. */
  public void asked(long hash, long now) {
    age(now);
    long key = key(hash);
    int at = find(young, key);
    if (young[at] == key) {
      return;
    }
    if (youngByClient[client(key)] == share) {
      crowded++;
      return;
    }
    if (youngSize == most) {
      turn(now);
      at = find(young, key);
    }
    young[at] = key;
    youngSize++;
    youngByClient[client(key)]++;
  }

  /** Removes the question of an answer, and returns whether it was outstanding. */
  public boolean answered(long hash, long now) {
    age(now);
    long key = key(hash);
    boolean outstanding = false;
    if (youngSize > 0 && remove(young, key)) {
      youngSize--;
      youngByClient[client(key)]--;
      outstanding = true;
    }
    if (oldSize > 0 && remove(old, key)) {
      oldSize--;
      oldByClient[client(key)]--;
      outstanding = true;
    }
    return outstanding;
  }

  /** The number of outstanding questions; one that is in both generations counts twice. */
  public int size() {
    return youngSize + oldSize;
  }

  /** How many questions were not remembered, because their client had used up its share. */
  public long crowded() {
    return crowded;
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
    int[] none = oldByClient;
    Arrays.fill(none, 0);
    oldByClient = youngByClient;
    youngByClient = none;
  }

  /** 0 marks a free place. */
  private static long key(long hash) {
    return hash == 0 ? 1L << 63 : hash;
  }

  private static int client(long key) {
    return (int) key & (CLIENTS - 1);
  }

  /** Where a key is looked for first: by the bits that differ between questions of a client. */
  private int home(long key) {
    return (int) (key >>> 32) & mask;
  }

  /** The place of a key, or the free place for it: half of all places are free. */
  private int find(long[] places, long key) {
    int at = home(key);
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
      int home = home(places[at]);
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        places[gap] = places[at];
        gap = at;
      }
    }
    places[gap] = 0;
    return true;
  }
}
