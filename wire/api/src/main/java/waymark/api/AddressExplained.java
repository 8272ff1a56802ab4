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
 * @param kernelAgrees whether the kernel, asked now, holds just that for the address
 */
public record AddressExplained(
    String address,
    List<Candidate> candidates,
    String link,
    List<String> carried,
    boolean kernelAgrees) {
  public AddressExplained {
    candidates = List.copyOf(candidates);
    carried = List.copyOf(carried);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(address + " has no candidate, not even the default");
    }
  }
}
