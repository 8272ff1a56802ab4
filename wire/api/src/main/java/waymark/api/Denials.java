package waymark.api;

import java.util.List;

/**
 * What was refused of late.
 *
 * @param copied copies of refused packets that the daemon read since its start
 * @param lost copies that it could not read in time
 * @param denials the latest first, at most 1,000
 */
public record Denials(long copied, long lost, List<Denial> denials) {
  public Denials {
    denials = List.copyOf(denials);
  }
}
