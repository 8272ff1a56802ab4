package waymark.policy;

/**
 * The bounds of a lease's lifetime, which is otherwise the TTL of its DNS record.
 *
 * @param min seconds, at least 1
 * @param max seconds, at least {@code min}
 */
public record Lifetime(int min, int max) {
  /** One minute to one day. */
  public static final Lifetime DEFAULT = new Lifetime(60, 86_400);

  public Lifetime {
    if (min < 1 || max < min) {
      throw new IllegalArgumentException(
          "a lifetime has a minimum of at least 1 s and a maximum not below it, not "
              + min
              + " s to "
              + max
              + " s");
    }
  }

  /** The record's TTL in seconds, clamped to the bounds. */
  public int clamp(long ttl) {
    return (int) Math.max(min, Math.min(max, ttl));
  }
}
