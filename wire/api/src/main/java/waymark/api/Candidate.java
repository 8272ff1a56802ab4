package waymark.api;

import java.util.List;

/**
 * One claim on an address.
 *
 * @param claim the rule of the claim, and what matched
 * @param names the names of its lease: the name asked for and its CNAMEs; empty without a lease
 * @param secondsLeft the seconds until its lease ends; 0 without a lease, and when it has ended
 * @param draining whether its lease has ended, and is kept for connections that still use it
 */
public record Candidate(Matched claim, List<String> names, long secondsLeft, boolean draining) {
  public Candidate {
    names = List.copyOf(names);
  }
}
