package waymark.kernel.plane;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * What the kernel should hold of many things, condensed, so that it can be compared on another
 * thread while one goes on changing it.
 *
 * <p>Each thing is a hash, and falls into one of some thousand places by it; a place has the sum of
 * its hashes. Of the places only those are compared that no change has touched meanwhile.
 */
public final class Fingerprint {
  private static final int PLACE_BITS = 14;
  private static final int PLACES = 1 << PLACE_BITS;

  /**
   * How many looks in a row must see a place differ. A single look may be wrong: while a hash table
   * grows, or others change it, the kernel's listing passes over some or shows them twice.
   */
  private static final int LOOKS = 3;

  // Plain arrays: the atomic ones are slow before they are compiled, and held answers wait.
  private final long[] sums = new long[PLACES];

  /** How many changes of a place were begun, and how many of them have been made. */
  private final int[] begun = new int[PLACES];

  private final int[] ended = new int[PLACES];

  /** Written behind the arrays and read before them, so that another thread sees them. */
  private volatile int published;

  /** The hash of an address or network in a set. */
  public static long hash(String set, long high, long low, int prefix) {
    long hash = mix(set.hashCode() * 0x9e3779b97f4a7c15L + prefix);
    return mix(mix(hash ^ high) ^ low);
  }

  /** One more number in a hash. */
  public static long hash(long hash, long more) {
    return mix(hash ^ more);
  }

  private static long mix(long bits) {
    long mixed = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  private static int place(long hash) {
    return (int) (hash >>> (Long.SIZE - PLACE_BITS));
  }

  private void publish() {
    // Only one thread writes.
    int next = published + 1;
    published = next;
  }

  /** Everything is about to be written: places are not compared before {@link #ended()}. */
  public void begin() {
    for (int place = 0; place < PLACES; place++) {
      begun[place] = ended[place] + 1;
    }
    publish();
  }

  /** Between {@link #begin()} and {@link #ended()}: nothing of what was held before will be. */
  public void clear() {
    Arrays.fill(sums, 0);
  }

  /** Between {@link #begin()} and {@link #ended()}: this will be held. */
  public void include(long hash) {
    sums[place(hash)] += hash;
  }

  /** Everything has been written. */
  public void ended() {
    System.arraycopy(begun, 0, ended, 0, PLACES);
    publish();
  }

  /** A thing is about to come or to go; {@link #added} or {@link #removed} follows. */
  public void begin(long hash) {
    begun[place(hash)]++;
    publish();
  }

  public void added(long hash) {
    sums[place(hash)] += hash;
    ended[place(hash)]++;
    publish();
  }

  public void removed(long hash) {
    sums[place(hash)] -= hash;
    ended[place(hash)]++;
    publish();
  }

  /** Takes what the kernel holds, on another thread. */
  public final class Look {
    private final int[] before;
    private final long[] seen = new long[PLACES];

    private Look() {
      before = published == 0 ? new int[PLACES] : ended.clone();
    }

    public void sees(long hash) {
      seen[place(hash)] += hash;
    }

    private BitSet differing() {
      BitSet differing = new BitSet(PLACES);
      if (published != 0) {
        for (int place = 0; place < PLACES; place++) {
          boolean untouched = before[place] == begun[place];
          differing.set(place, untouched && sums[place] != seen[place]);
        }
      }
      return differing;
    }
  }

  /**
   * Whether the kernel holds what it should.
   *
   * @param walk shows a look all that is there
   */
  public boolean matches(Consumer<Look> walk) {
    return differing(walk).isEmpty();
  }

  /** The places at which the kernel seems not to hold what it should. */
  public BitSet differing(Consumer<Look> walk) {
    BitSet differing = new BitSet(PLACES);
    differing.set(0, PLACES);
    for (int i = 0; i < LOOKS && !differing.isEmpty(); i++) {
      Look look = new Look();
      walk.accept(look);
      differing.and(look.differing());
    }
    return differing;
  }

  /** Whether a thing is at one of these places. */
  public static boolean isAt(BitSet places, long hash) {
    return places.get(place(hash));
  }
}
