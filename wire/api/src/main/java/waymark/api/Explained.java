package waymark.api;

import java.util.List;

/**
 * Which rule and link, and why.
 *
 * @param asked the name in lower case without its final dot, or the address
 * @param kind which of the two
 * @param rules for a name: those that match it, the winner first; for an address: none
 * @param addresses for a name: those that are held because of it; for an address: itself
 */
public record Explained(
    String asked, Kind kind, List<Matched> rules, List<AddressExplained> addresses) {

  /** What was asked about. */
  public enum Kind {
    NAME,
    ADDRESS;

    @Override
    public String toString() {
      return Words.of(this);
    }
  }

  public Explained {
    rules = List.copyOf(rules);
    addresses = List.copyOf(addresses);
  }
}
