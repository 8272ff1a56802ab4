package waymark.api;

import java.util.List;

/**
 * An address that rules claim through names that differ.
 *
 * @param rule the one that wins
 * @param claims all claims by names, the winner first
 */
public record Conflict(String address, String rule, List<Candidate> claims) {
  public Conflict {
    claims = List.copyOf(claims);
  }
}
