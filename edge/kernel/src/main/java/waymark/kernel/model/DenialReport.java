package waymark.kernel.model;

import java.util.List;

/**
 * What was refused of late.
 *
 * @param denials the latest first
 * @param copied copies of refused packets that were read
 * @param lost copies that came faster than they were read
 */
public record DenialReport(List<Denial> denials, long copied, long lost) {
  public DenialReport {
    denials = List.copyOf(denials);
  }
}
