package waymark.kernel.model;

import java.util.List;

/**
 * How long something took, since the start.
 *
 * @param sizes in ascending order
 * @param count how often in all
 * @param nanos the sum of all
 */
public record Durations(List<Size> sizes, long count, long nanos) {

  /**
   * How often it took at most so long.
   *
   * @param bound in nanoseconds
   */
  public record Size(long bound, long count) {}

  /** Nothing took any time yet. */
  public static final Durations NONE = new Durations(List.of(), 0, 0);

  public Durations {
    sizes = List.copyOf(sizes);
  }
}
