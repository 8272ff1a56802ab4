package waymark.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import waymark.policy.Group;
import waymark.policy.Link;

/**
 * What is known of the links for spreading connections over them, by their names.
 *
 * @param latency in nanoseconds, smoothed; a link without is taken for slow
 * @param connections that leave by it now; a link without has none
 */
record Balance(Map<String, Long> latency, Map<String, Integer> connections) {
  /** Nothing is known. */
  static final Balance NONE = new Balance(Map.of(), Map.of());

  /** So many slots at most: the shares are exact to a thousandth. */
  private static final int MOST_SLOTS = 1_000;

  /** So many slots where the shares change with the connections. */
  private static final int STEERED_SLOTS = 100;

  Balance {
    latency = Map.copyOf(latency);
    connections = Map.copyOf(connections);
  }

  /**
   * The slots of a group: a connection takes the link of the slot that is drawn.
   *
   * @return empty when none of its links is up
   */
  List<Link> slots(Group group, Predicate<Link> isUp) {
    List<Link> up = group.links().stream().filter(isUp).toList();
    if (up.size() < 2) {
      return up;
    }
    return switch (group.strategy()) {
      case ROUND_ROBIN, RANDOM -> interleaved(up, weights(up));
      case FASTEST -> List.of(fastest(up));
      case LEAST_CONNECTIONS -> interleaved(up, steered(up));
      case STICKY -> sticky(group.links(), isUp, up);
    };
  }

  private static int[] weights(List<Link> links) {
    int[] weights = links.stream().mapToInt(Link::weight).toArray();
    int divisor = 0;
    for (int weight : weights) {
      divisor = gcd(weight, divisor);
    }
    int sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= divisor;
      sum += weights[i];
    }
    for (int i = 0; i < weights.length && sum > MOST_SLOTS; i++) {
      weights[i] = Math.max(1, Math.round(weights[i] * (float) MOST_SLOTS / sum));
    }
    return weights;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The slots in an order in which no link waits long: the smooth weighted round robin. */
  private static List<Link> interleaved(List<Link> links, int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum += weight;
    }
    List<Link> slots = new ArrayList<>(sum);
    int[] credit = new int[weights.length];
    for (int slot = 0; slot < sum; slot++) {
      int best = 0;
      for (int i = 0; i < weights.length; i++) {
        credit[i] += weights[i];
        best = credit[i] > credit[best] ? i : best;
      }
      credit[best] -= sum;
      slots.add(links.get(best));
    }
    return slots;
  }

  private Link fastest(List<Link> up) {
    Link fastest = up.getFirst();
    for (Link link : up) {
      if (latency(link) < latency(fastest)) {
        fastest = link;
      }
    }
    return fastest;
  }

  private long latency(Link link) {
    return latency.getOrDefault(link.name(), Long.MAX_VALUE);
  }

  /** Shares that let the links come to as many connections as their weights say. */
  private int[] steered(List<Link> up) {
    double[] room = new double[up.size()];
    double sum = 0;
    for (int i = 0; i < room.length; i++) {
      Link link = up.get(i);
      double load = (1.0 + connections.getOrDefault(link.name(), 0)) / link.weight();
      // Squared: a link that has twice its part gets a quarter of what is new.
      room[i] = 1 / (load * load);
      sum += room[i];
    }
    int[] shares = new int[room.length];
    for (int i = 0; i < room.length; i++) {
      shares[i] = (int) Math.round(STEERED_SLOTS * room[i] / sum);
    }
    // Nobody is starved: what has one connection too many may have none in a moment.
    for (int i = 0; i < room.length; i++) {
      shares[i] = Math.max(1, shares[i]);
    }
    return shares;
  }

  /** The slots of all links, up or not; those of a link that is down are lent to the others. */
  private static List<Link> sticky(List<Link> all, Predicate<Link> isUp, List<Link> up) {
    List<Link> slots = new ArrayList<>(interleaved(all, weights(all)));
    // Enough slots that what is lent can be shared out fairly.
    List<Link> own = List.copyOf(slots);
    while (slots.size() < STEERED_SLOTS) {
      slots.addAll(own);
    }
    List<Link> lenders = interleaved(up, weights(up));
    int lent = 0;
    for (int i = 0; i < slots.size(); i++) {
      if (!isUp.test(slots.get(i))) {
        slots.set(i, lenders.get(lent++ % lenders.size()));
      }
    }
    return slots;
  }
}
