package waymark.netlink;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * An interval of keys in a set or map.
 *
 * @param end the first key behind it; no bytes when it goes up to the last key there is
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
      // An end by itself is what nft puts before the first interval.
      if (!element.intervalEnd()) {
        // Where two touch, the end of the first may be left out.
        Octets end = i + 1 < sorted.size() ? sorted.get(i + 1).key() : Octets.of();
        intervals.add(new NftablesInterval(element.key(), end, element.value()));
      }
    }
    return List.copyOf(intervals);
  }
}
