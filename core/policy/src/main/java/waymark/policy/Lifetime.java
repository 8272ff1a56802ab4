package waymark.policy;

/**
 * The bounds within which a lease lives as long as its DNS record.
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
          "a lifetime is at least 1 s and ends after it begins, not "
              + min
              + " s to "
              + max
              + " s");
    }
  }

  /** The record's TTL in seconds, brought within the bounds. */
  public int clamp(long ttl) {
    return (int) Math.max(min, Math.min(max, ttl));
  }
}
