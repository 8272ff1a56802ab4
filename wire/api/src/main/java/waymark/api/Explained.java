package waymark.api;

import java.util.List;

/**
 * Which rule and link route the connections in question, and why.
 *
 * @param asked the name in lower case without its final dot, or the address
 * @param kind whether it is a name or an address
 * @param ports the ports of the connections in question; empty for all ports
 * @param from the clients of the connections: an address or network, {@code interface:eth1}, {@code
 *     self}; empty for all clients
 * @param rules for a name: the rules that match it and may cover these connections, the winner
 *     first; empty for an address
 * @param decides the first of these rules that covers all of these connections; empty when there is
 *     none
 * @param addresses for a name: the addresses with a lease because of it; for an address: itself
 * @param resolved for a name that no rule claims: the addresses that this host's resolver gives now
 * @param hints what may be the reason when the answer is a surprise: a sentence each
 */
public record Explained(
    String asked,
    Kind kind,
    List<String> ports,
    List<String> from,
    List<Matched> rules,
    String decides,
    List<AddressExplained> addresses,
    List<AddressExplained> resolved,
    List<String> hints) {

  /** The kind of the question. */
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
    resolved = List.copyOf(resolved);
    hints = List.copyOf(hints);
  }

  /** An answer that needs no hint. */
  public Explained(
      String asked,
      Kind kind,
      List<String> ports,
      List<String> from,
      List<Matched> rules,
      String decides,
      List<AddressExplained> addresses) {
    this(asked, kind, ports, from, rules, decides, addresses, List.of(), List.of());
  }

  /** An answer about all connections. */
  public Explained(String asked, Kind kind, List<Matched> rules, List<AddressExplained> addresses) {
    this(asked, kind, List.of(), List.of(), rules, decides(rules), addresses);
  }

  private static String decides(List<Matched> rules) {
    return rules.stream().filter(Matched::concernsAll).map(Matched::rule).findFirst().orElse("");
  }
}
