package waymark.policy;

/**
 * The bounds of a lease's lifetime, which is otherwise the TTL of its DNS record, and how long the
 * address stays after that.
 *
 * @param min seconds, at least 1
 * @param max seconds, at least {@code min}
 * @param keep seconds for which the address stays after its lifetime, or after its last use if that
 *     is later
 */
public record Lifetime(int min, int max, int keep) {
  /** One minute to one day. */
  public static final Lifetime DEFAULT = new Lifetime(60, 86_400);

  /** How long a rule that fails closed keeps an address by default: one day. */
  public static final int KEEP_CLOSED = 86_400;

  public Lifetime {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "a lifetime has a minimum of at least 1 s and a maximum not below it, not "
              + min
              + " s to "
              + max
              + " s");
    }
    if (keep < 0) {
      throw new IllegalArgumentException("an address is kept for at least 0 s, not " + keep + " s");
    }
  }

  /** A lifetime after which the address stays only while connections use it. */
  public Lifetime(int min, int max) {
    this(min, max, 0);
  }

  /** The same bounds with another time for which the address stays. */
  public Lifetime keeping(int seconds) {
    return new Lifetime(min, max, seconds);
  }

  /** The record's TTL in seconds, clamped to the bounds. */
  public int clamp(long ttl) {
    return (int) Math.max(min, Math.min(max, ttl));
  }
}
