package waymark.netlink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An interval of keys in a set or map.
 *
 * @param end the first key behind the interval; empty when it extends to the last key
 */
public record NftablesInterval(Octets first, Octets end, NftablesValue value) {
  private static final Comparator<NftablesElement> ORDER =
      Comparator.comparing(
              (NftablesElement element) -> element.key().array(), Arrays::compareUnsigned)
          .thenComparing(element -> !element.intervalEnd());

  /** The intervals that the elements of a set stand for, in ascending order. */
  public static List<NftablesInterval> of(List<NftablesElement> elements) {
    List<NftablesElement> sorted = new ArrayList<>(elements);
    sorted.sort(ORDER);
    List<NftablesInterval> intervals = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      NftablesElement element = sorted.get(i);
      // nft puts an end by itself before the first interval.
      if (!element.intervalEnd()) {
        // Between two adjacent intervals, the end of the first may be missing.
        Octets end = i + 1 < sorted.size() ? sorted.get(i + 1).key() : Octets.of();
        intervals.add(new NftablesInterval(element.key(), end, element.value()));
      }
    }
    return List.copyOf(intervals);
  }
}
