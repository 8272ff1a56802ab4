package waymark.kernel.plane;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import waymark.policy.Group;
import waymark.policy.Link;
import waymark.policy.Strategy;

/**
 * The measurements by which groups spread connections over links, and the slots that follow.
 *
 * @param fastest the name of the link that each group of that strategy takes, by the group's name;
 *     a group without takes its first
 * @param connections that are open and leave by a link, by its name; a link without has none
 */
public record LinkShares(Map<String, String> fastest, Map<String, Integer> connections) {
  /** Nothing is known. */
  public static final LinkShares NONE = new LinkShares(Map.of(), Map.of());

  /** The most slots of a group: shares are exact to a thousandth. */
  private static final int MOST_SLOTS = 1_000;

  /** The slots of a group whose shares follow its open connections. */
  private static final int STEERED_SLOTS = 20;

  /** The fewest slots of a sticky group, so that slots of a link that is down are shared fairly. */
  private static final int STICKY_SLOTS = 100;

  public LinkShares {
    fastest = Map.copyOf(fastest);
    connections = Map.copyOf(connections);
  }

  /**
   * The slots of a group: a connection takes the link of the slot that is drawn.
   *
   * @return empty when none of its links is up
   */
  public List<Link> slots(Group group, Predicate<Link> isUp) {
    List<Link> up = group.links().stream().filter(isUp).toList();
    if (up.size() < 2) {
      return up;
    }
    return switch (group.strategy()) {
      case ROUND_ROBIN, RANDOM -> interleaved(up, weights(up));
      case FASTEST -> List.of(fastest(group, up));
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

  private Link fastest(Group group, List<Link> up) {
    String name = fastest.getOrDefault(group.name(), "");
    return up.stream().filter(link -> link.name().equals(name)).findFirst().orElse(up.getFirst());
  }

  /**
   * The same with the fastest links chosen again. Hysteresis: another link replaces the chosen one
   * only if it is faster by a fifth.
   *
   * @param latency in nanoseconds, smoothed, by the link's name; a link without is not chosen
   */
  public LinkShares measured(List<Group> groups, Map<String, Long> latency, Predicate<Link> isUp) {
    Map<String, String> chosen = new HashMap<>();
    for (Group group : groups) {
      if (group.strategy() == Strategy.FASTEST) {
        String best = fastest.getOrDefault(group.name(), "");
        long bound = latency.getOrDefault(best, Long.MAX_VALUE) / 5 * 4;
        if (group.links().stream().noneMatch(link -> link.name().equals(best) && isUp.test(link))) {
          bound = Long.MAX_VALUE;
        }
        String name = best;
        for (Link link : group.links()) {
          long time = latency.getOrDefault(link.name(), Long.MAX_VALUE);
          if (time < bound && isUp.test(link)) {
            bound = time;
            name = link.name();
          }
        }
        if (!name.isEmpty()) {
          chosen.put(group.name(), name);
        }
      }
    }
    return new LinkShares(chosen, connections);
  }

  /** The same with another count of open connections. */
  public LinkShares counted(Map<String, Integer> connections) {
    return new LinkShares(fastest, connections);
  }

  /** Shares that let the links come to as many connections as their weights say. */
  private int[] steered(List<Link> up) {
    double[] room = new double[up.size()];
    double sum = 0;
    for (int i = 0; i < room.length; i++) {
      Link link = up.get(i);
      double load = (1.0 + connections.getOrDefault(link.name(), 0)) / link.weight();
      // Squared: a link with twice its share gets a quarter of the new connections.
      room[i] = 1 / (load * load);
      sum += room[i];
    }
    int[] shares = new int[room.length];
    for (int i = 0; i < room.length; i++) {
      shares[i] = (int) Math.round(STEERED_SLOTS * room[i] / sum);
    }
    // No link is starved: its open connections may end at any moment.
    for (int i = 0; i < room.length; i++) {
      shares[i] = Math.max(1, shares[i]);
    }
    return shares;
  }

  /** The slots of all links, up or not; those of a link that is down are lent to the others. */
  private static List<Link> sticky(List<Link> all, Predicate<Link> isUp, List<Link> up) {
    List<Link> slots = new ArrayList<>(interleaved(all, weights(all)));
    List<Link> own = List.copyOf(slots);
    while (slots.size() < STICKY_SLOTS) {
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
