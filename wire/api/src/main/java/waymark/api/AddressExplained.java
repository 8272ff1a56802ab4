package waymark.api;

import java.util.List;

/**
 * How connections to an address are routed.
 *
 * @param candidates every claim on the address that may cover the connections in question, the
 *     default included, the strongest first; at least one
 * @param decides the rule of the first claim that covers all of these connections; earlier claims
 *     cover some of them
 * @param link the first link of that rule that is up; empty when none is up, and then the
 *     connections are refused
 * @param carried the links that the kernel has for this address by itself; empty when it decides by
 *     networks and the default
 * @param kernelAgrees whether the kernel, asked now, has exactly these links for the address
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

  /** An answer about all connections. */
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
