package waymark.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Claims as they are found; nothing is allocated before the first. */
final class Claims {
  static final Claims NONE = new Claims(List.of());

  private final List<Claim> found;

  private Claims(List<Claim> found) {
    this.found = found;
  }

  /** These and one more: a new object for the first, then the same one. */
  Claims with(Claim claim) {
    Claims claims = found.isEmpty() ? new Claims(new ArrayList<>(4)) : this;
    claims.found.add(claim);
    return claims;
  }

  /** The strongest of each rule, the strongest first. */
  List<Claim> best() {
    if (found.isEmpty()) {
      return List.of();
    }
    if (found.size() == 1) {
      return List.of(found.getFirst());
    }
    found.sort(Comparator.reverseOrder());
    BitSet seen = new BitSet();
    List<Claim> best = new ArrayList<>(found.size());
    for (Claim claim : found) {
      if (!seen.get(claim.order())) {
        seen.set(claim.order());
        best.add(claim);
      }
    }
    return List.copyOf(best);
  }
}
