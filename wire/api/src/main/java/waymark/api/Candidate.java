package waymark.api;

import java.util.List;

/**
 * One claim on an address.
 *
 * @param claim whose, and by what
 * @param names of its lease: the name asked for and its CNAMEs; empty when no name led here
 * @param secondsLeft of its lease; 0 without one, and when it has ended
 * @param draining whether its lease is kept only for connections that still use it
 */
public record Candidate(Matched claim, List<String> names, long secondsLeft, boolean draining) {
  public Candidate {
    names = List.copyOf(names);
  }
}
