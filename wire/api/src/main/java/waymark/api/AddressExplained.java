package waymark.api;

import java.util.List;

/**
 * Where an address goes.
 *
 * @param candidates every claim on it that may be about the connections asked about, the default
 *     among them, the strongest first; at least one
 * @param decides the rule of the first that is about all of them; those before it are about some
 * @param link the first of that rule's links that is up; empty when none is, and then what goes
 *     there is refused
 * @param carried the links that the kernel was told for this address alone; empty when it decides
 *     by networks and the default
 * @param kernelAgrees whether the kernel, asked now, holds just that for the address
 */
public record AddressExplained(
    String address,
    List<Candidate> candidates,
    String decides,
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

  /** About all connections. */
  public AddressExplained(
      String address,
      List<Candidate> candidates,
      String link,
      List<String> carried,
      boolean kernelAgrees) {
    this(address, candidates, decides(candidates), link, carried, kernelAgrees);
  }

  private static String decides(List<Candidate> candidates) {
    for (Candidate candidate : candidates) {
      if (candidate.claim().concernsAll()) {
        return candidate.claim().rule();
      }
    }
    return "";
  }

  /** The claim that decides, wherever {@link #decides} names one. */
  public Candidate decisive() {
    for (Candidate candidate : candidates) {
      if (candidate.claim().rule().equals(decides)) {
        return candidate;
      }
    }
    return candidates.getLast();
  }
}
