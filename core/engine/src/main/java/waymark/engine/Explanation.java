package waymark.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Decision;

/**
 * Why an address takes its link.
 *
 * @param candidates every claim on it, the default among them, the winner first
 * @param decision what they decide together
 * @param carried what the plane was told for the address itself
 */
public record Explanation(
    Address address, List<Candidate> candidates, Decision decision, Decision carried) {

  /** A claim, and the lease behind it where it came by a name. */
  public record Candidate(Claim claim, Optional<LeaseState> lease) {}

  /**
   * A lease as it stands.
   *
   * @param names the name asked for and its CNAMEs
   * @param due when it begins to drain, in milliseconds since the epoch
   * @param draining kept only for the connections that still use it
   */
  public record LeaseState(List<String> names, long due, boolean draining) {}

  static Explanation of(Table table, Address address) {
    List<Candidate> candidates = new ArrayList<>();
    Optional<AddressEntry> holding = table.addressEntries.find(address);
    holding.ifPresent(
        held -> {
          for (Lease lease : held.leases) {
            candidates.add(
                new Candidate(
                    lease.claim,
                    Optional.of(
                        new LeaseState(
                            lease.nameEntry.match.names(), lease.due(), lease.draining))));
          }
        });
    for (Claim claim : table.policy.networks(address)) {
      candidates.add(new Candidate(claim, Optional.empty()));
    }
    candidates.add(new Candidate(table.policy.fallback(), Optional.empty()));
    candidates.sort(Comparator.comparing(Candidate::claim).reversed());
    return new Explanation(
        address,
        candidates,
        table.policy.decide(candidates.stream().map(Candidate::claim).toList()),
        holding.map(held -> held.carried).orElse(Decision.NONE));
  }
}
