package waymark.kernel.plane;

import java.util.Map;
import waymark.kernel.model.DenyCounters;

/**
 * What the rules of a plane have counted, in packets.
 *
 * @param wrongLink that the guard refused, by the link's name; empty for a plane without a guard
 * @param answers that came to the queue's rule
 * @param denied what {@code default: block} refused
 */
public record PlaneCounters(Map<String, Long> wrongLink, long answers, DenyCounters denied) {
  /** No rule has counted anything. */
  public static final PlaneCounters NONE = new PlaneCounters(Map.of(), 0, DenyCounters.NONE);

  public PlaneCounters {
    wrongLink = Map.copyOf(wrongLink);
  }
}
