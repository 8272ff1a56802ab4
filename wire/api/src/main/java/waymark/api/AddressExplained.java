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
 * @param tieBreak why the deciding rule wins over another rule's claim: {@code the greater weight};
 *     empty when there is no other
 * @param passedOver why the links before {@code link} are not taken: {@code vpn has no IPv6}; empty
 *     when it is the first
 * @param country the country of an address that no rule claims: {@code NL}; empty when unknown
 */
public record AddressExplained(
    String address,
    List<Candidate> candidates,
    String decides,
    String link,
    List<String> carried,
    boolean kernelAgrees,
    String tieBreak,
    String passedOver,
    String country) {
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
    this(address, candidates, decides(candidates), link, carried, kernelAgrees, "", "", "");
  }

  /** An answer about connections for which there is nothing to compare. */
  public AddressExplained(
      String address,
      List<Candidate> candidates,
      String decides,
      String link,
      List<String> carried,
      boolean kernelAgrees) {
    this(address, candidates, decides, link, carried, kernelAgrees, "", "", "");
  }

  /** The same, in that country. */
  public AddressExplained in(String code) {
    return new AddressExplained(
        address, candidates, decides, link, carried, kernelAgrees, tieBreak, passedOver, code);
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
