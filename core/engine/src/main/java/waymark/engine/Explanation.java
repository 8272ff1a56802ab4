package waymark.engine;

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
   * @param expires in milliseconds since the epoch
   * @param draining kept only for the connections that still use it
   */
  public record LeaseState(List<String> names, long expires, boolean draining) {}
}
