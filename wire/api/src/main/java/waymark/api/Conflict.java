package waymark.api;

import java.util.List;

/**
 * An address that several rules claim through different names.
 *
 * @param rule the rule that wins
 * @param claims all claims by names, the winner first
 */
public record Conflict(String address, String rule, List<Candidate> claims) {
  public Conflict {
    claims = List.copyOf(claims);
  }
}
