package waymark.engine;

import java.util.List;
import java.util.Optional;
import waymark.policy.Address;
import waymark.policy.Claim;
import waymark.policy.Link;

/**
 * Why an address takes its link.
 *
 * @param candidates every claim on it, the default among them, the winner first
 * @param to where the winner sends it
 * @param carried what the plane was told for the address itself; empty: nothing
 */
public record Explanation(
    Address address, List<Candidate> candidates, List<Link> to, List<Link> carried) {

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
