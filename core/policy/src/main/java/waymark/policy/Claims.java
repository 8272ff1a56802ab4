package waymark.policy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** Collects claims; allocates nothing before the first. */
final class Claims {
  static final Claims NONE = new Claims(new Claim[0], 0);

  private Claim[] found;
  private int size;

  private Claims(Claim[] found, int size) {
    this.found = found;
    this.size = size;
  }

  /** Adds a claim: returns a new object for the first claim, and this object after that. */
  Claims with(Claim claim) {
    if (size == 0) {
      return new Claims(new Claim[] {claim}, 1);
    }
    if (size == found.length) {
      found = Arrays.copyOf(found, size * 2);
    }
    found[size++] = claim;
    return this;
  }

  /** The strongest claim of each rule, the strongest first. */
  List<Claim> best() {
    if (size == 0) {
      return List.of();
    }
    if (size == 1) {
      return List.of(found[0]);
    }
    Arrays.sort(found, 0, size, Collections.reverseOrder());
    BitSet seen = new BitSet();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      int order = found[i].order();
      if (!seen.get(order)) {
        seen.set(order);
        found[kept++] = found[i];
      }
    }
    return List.of(Arrays.copyOf(found, kept));
  }
}
