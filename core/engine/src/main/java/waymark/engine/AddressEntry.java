package waymark.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;
import waymark.policy.Policy;

/** One address with all its leases, and what the plane carries for it. */
final class AddressEntry {
  final Address address;
  final ArrayList<Lease> leases = new ArrayList<>(1);

  /** What the plane carries. */
  Decision carried = Decision.NONE;

  /** What the plane is being given. */
  Decision applied = Decision.NONE;

  /** Whether it is among {@link AddressEntries#changes}. */
  boolean changed;

  /** What the plane should carry, as it was decided last. */
  private Decision target = Decision.NONE;

  /** Whether its leases have changed since. */
  private boolean stale;

  AddressEntry(Address address) {
    this.address = address;
  }

  /** Its lease because of a name, for the rule of that order. */
  Optional<Lease> find(NameEntry nameEntry, int order) {
    for (int i = 0; i < leases.size(); i++) {
      Lease lease = leases.get(i);
      if (lease.nameEntry == nameEntry && lease.claim.order() == order) {
        return Optional.of(lease);
      }
    }
    return Optional.empty();
  }

  /** The claim that wins among its leases; null where it has none. */
  @Nullable Claim winner() {
    if (leases.isEmpty()) {
      return null;
    }
    Claim best = leases.getFirst().claim;
    for (int i = 1; i < leases.size(); i++) {
      Claim claim = leases.get(i).claim;
      if (claim.beats(best)) {
        best = claim;
      }
    }
    return best;
  }

  /** Its leases or their claims have changed: {@link #target} decides again. */
  void leasesChanged() {
    stale = true;
  }

  /** What the plane should carry for it beside the static networks. */
  Decision target(Policy policy) {
    if (stale) {
      target = decide(policy);
      stale = false;
    }
    return target;
  }

  private Decision decide(Policy policy) {
    Claim winner = winner();
    if (winner == null) {
      return Decision.NONE;
    }
    List<Claim> others = policy.decisive(address);
    if (others.size() == 1) {
      if (others.getFirst().beats(winner)) {
        return Decision.NONE;
      }
      if (winner.rule().scope().isAll()) {
        return policy.decide(List.of(winner));
      }
    }
    return merged(policy, others);
  }

  /** Where scopes leave room for several claims. */
  private Decision merged(Policy policy, List<Claim> others) {
    List<Claim> claims = new ArrayList<>(others);
    for (Lease lease : leases) {
      claims.add(lease.claim);
    }
    claims.sort(Comparator.reverseOrder());
    for (Claim claim : claims) {
      if (claim.specificity().isName()) {
        return policy.decide(claims);
      }
      if (claim.rule().scope().isAll()) {
        break;
      }
    }
    // No name has a say.
    return Decision.NONE;
  }

  /**
   * Whether rules that lead to different links claim it through names that differ: where both lead
   * to the same, it does not matter which wins.
   */
  boolean isConflict() {
    for (int i = 1; i < leases.size(); i++) {
      Lease first = leases.getFirst();
      Lease other = leases.get(i);
      if (other.nameEntry != first.nameEntry
          && other.claim.order() != first.claim.order()
          && !other.claim.rule().to().equals(first.claim.rule().to())) {
        return true;
      }
    }
    return false;
  }
}
