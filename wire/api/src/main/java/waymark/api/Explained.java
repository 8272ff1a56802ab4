package waymark.api;

import java.util.List;

/**
 * Which rule and link, and why.
 *
 * @param asked the name in lower case without its final dot, or the address
 * @param kind which of the two
 * @param ports to one of which the connections asked about go; none: to whichever
 * @param from who makes them: an address or network, {@code interface:eth1}, {@code self}; none:
 *     anybody
 * @param rules for a name: those that match it and may be about these connections, the winner
 *     first; for an address: none
 * @param decides the first of these rules that is about all of these connections; empty when none
 *     is
 * @param addresses for a name: those that are held because of it; for an address: itself
 */
public record Explained(
    String asked,
    Kind kind,
    List<String> ports,
    List<String> from,
    List<Matched> rules,
    String decides,
    List<AddressExplained> addresses) {

  /** What was asked about. */
  public enum Kind {
    NAME,
    ADDRESS;

    @Override
    public String toString() {
      return JsonNames.of(this);
    }
  }

  public Explained {
    ports = List.copyOf(ports);
    from = List.copyOf(from);
    rules = List.copyOf(rules);
    addresses = List.copyOf(addresses);
  }

  /** About all connections. */
  public Explained(String asked, Kind kind, List<Matched> rules, List<AddressExplained> addresses) {
    this(asked, kind, List.of(), List.of(), rules, decides(rules), addresses);
  }

  private static String decides(List<Matched> rules) {
    return rules.stream().filter(Matched::concernsAll).map(Matched::rule).findFirst().orElse("");
  }
}
