package waymark.api;

import java.util.List;

/**
 * Where an address goes.
 *
 * @param candidates every claim on it, the default among them, the winner first; at least one
 * @param link the first of the winner's links that is up; empty when none is, and then what goes
 *     there is refused
 * @param carried the links that the kernel was told for this address alone; empty when it decides
 *     by networks and the default
 * @param kernel what the kernel holds for the address when it is asked, a line each, in the words
 *     of the plane
 */
public record AddressExplained(
    String address,
    List<Candidate> candidates,
    String link,
    List<String> carried,
    List<String> kernel) {
  public AddressExplained {
    candidates = List.copyOf(candidates);
    carried = List.copyOf(carried);
    kernel = List.copyOf(kernel);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(address + " has no candidate, not even the default");
    }
  }
}
