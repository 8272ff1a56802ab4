package waymark.policy;

import java.util.Locale;

/** How a group spreads new connections over those of its links that are up. */
public enum Strategy {
  /** In turn, each link in proportion to its weight. */
  ROUND_ROBIN,
  /** At random, in proportion to the weights. */
  RANDOM,
  /** The same link for the same client; clients are spread in proportion to the weights. */
  STICKY,
  /** The link with the lowest latency; weights do not matter. */
  FASTEST,
  /** The link with the fewest open connections relative to its weight. */
  LEAST_CONNECTIONS;

  /** The keyword of the configuration: {@code round_robin}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
