package waymark.engine;

import java.util.ArrayList;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;

/** One address with all its leases, and what the plane carries for it. */
final class Holding {
  final Address address;
  final ArrayList<Lease> leases = new ArrayList<>(1);

  /** What the plane carries. */
  Decision carried = Decision.NONE;

  /** Whether it is in {@link Table#changed}. */
  boolean changed;

  Holding(Address address) {
    this.address = address;
  }

  /** The claim that wins among its leases. */
  Optional<Claim> winner() {
    if (leases.isEmpty()) {
      return Optional.empty();
    }
    Claim best = leases.getFirst().claim;
    for (int i = 1; i < leases.size(); i++) {
      Claim claim = leases.get(i).claim;
      if (claim.beats(best)) {
        best = claim;
      }
    }
    return Optional.of(best);
  }

  /** Whether rules that differ claim it through names that differ. */
  boolean isConflict() {
    for (int i = 1; i < leases.size(); i++) {
      Lease first = leases.getFirst();
      Lease other = leases.get(i);
      if (other.naming != first.naming && other.claim.order() != first.claim.order()) {
        return true;
      }
    }
    return false;
  }
}
