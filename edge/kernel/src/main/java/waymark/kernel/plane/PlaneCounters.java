package waymark.kernel.plane;

import java.util.Map;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.UnseenDns;

/**
 * What the rules of a plane have counted, in packets.
 *
 * @param wrongLink that the guard refused, by the link's name; empty for a plane without a guard
 * @param answers that came to the queue's rule
 * @param unseen DNS that is not read
 * @param denied what {@code default: block} refused
 */
public record PlaneCounters(
    Map<String, Long> wrongLink, long answers, UnseenDns unseen, DenyCounters denied) {
  /** No rule has counted anything. */
  public static final PlaneCounters NONE =
      new PlaneCounters(Map.of(), 0, UnseenDns.NONE, DenyCounters.NONE);

  public PlaneCounters {
    wrongLink = Map.copyOf(wrongLink);
  }
}
