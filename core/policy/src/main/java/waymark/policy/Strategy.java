package waymark.policy;

import java.util.Locale;

/** How a group spreads new connections over those of its links that are up. */
public enum Strategy {
  /** One after the other, each as often as its weight says. */
  ROUND_ROBIN,
  /** By chance, in proportion to the weights. */
  RANDOM,
  /** A client always by the same link, the clients in proportion to the weights. */
  STICKY,
  /** The link whose check answers soonest; weights do not matter. */
  FASTEST,
  /** The link that has the fewest connections for its weight. */
  LEAST_CONNECTIONS;

  /** As the configuration writes it: {@code round_robin}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
