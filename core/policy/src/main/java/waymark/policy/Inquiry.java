package waymark.policy;

import java.util.List;

/**
 * The connections that a user asks about, as far as the user described them.
 *
 * @param ports the connections go to one of these ports; empty: to any port
 * @param clients facts about the clients, each true of all of them; empty: nothing is known. A
 *     network without {@link Client.Self} means clients other than this host; several interfaces
 *     are one with several names
 */
public record Inquiry(List<PortRange> ports, List<Client> clients) {
  /** All connections. */
  public static final Inquiry ANY = new Inquiry(List.of(), List.of());

  /** How many of the connections a scope covers. */
  public enum Share {
    ALL,
    /** Some, or unknown. */
    SOME,
    NONE
  }

  public Inquiry {
    ports = List.copyOf(ports);
    clients = List.copyOf(clients);
  }

  /** How many of these connections the scope covers. */
  public Share share(Scope scope) {
    Share byPort = byPort(scope);
    Share byClient = byClient(scope);
    // The smaller share.
    return byPort.compareTo(byClient) > 0 ? byPort : byClient;
  }

  /** Whether any of these connections may go to the address: both ends must be of one family. */
  public boolean mayBeTo(Address address) {
    return clients.stream()
        .noneMatch(
            client ->
                client instanceof Client.From(Network network)
                    && network.base().isIpv4() != address.isIpv4());
  }

  private Share byPort(Scope scope) {
    if (scope.ports().isEmpty()) {
      return Share.ALL;
    }
    boolean some = ports.isEmpty();
    boolean all = !some;
    for (PortRange asked : ports) {
      boolean covered = false;
      for (PortRange range : scope.ports()) {
        covered |= range.coversAll(asked);
        some |= range.overlaps(asked);
      }
      all &= covered;
    }
    return all ? Share.ALL : some ? Share.SOME : Share.NONE;
  }

  private Share byClient(Scope scope) {
    if (scope.clients().isEmpty()) {
      return Share.ALL;
    }
    Share most = Share.NONE;
    for (Client client : scope.clients()) {
      Share share = share(client);
      most = share.compareTo(most) < 0 ? share : most;
    }
    return most;
  }

  private Share share(Client scope) {
    boolean others = false;
    boolean none = false;
    for (Client known : clients) {
      Share share = share(scope, known);
      if (share == Share.ALL) {
        return share;
      }
      none |= share == Share.NONE;
      others |= known instanceof Client.From;
    }
    return none || (others && scope instanceof Client.Self) ? Share.NONE : Share.SOME;
  }

  /** The share that follows from one fact about the clients. */
  private static Share share(Client scope, Client known) {
    return switch (scope) {
      case Client.From(Network wanted) ->
          known instanceof Client.From(Network network) ? share(wanted, network) : Share.SOME;
      case Client.By(String wanted) ->
          switch (known) {
            case Client.By(String device) -> device.equals(wanted) ? Share.ALL : Share.NONE;
            case Client.Self _ -> Share.NONE;
            case Client.From _, Client.WithMac _ -> Share.SOME;
          };
      case Client.WithMac(MacAddress wanted) ->
          switch (known) {
            case Client.WithMac(MacAddress mac) -> mac.equals(wanted) ? Share.ALL : Share.NONE;
            case Client.Self _ -> Share.NONE;
            case Client.From _, Client.By _ -> Share.SOME;
          };
      case Client.Self _ ->
          switch (known) {
            case Client.Self _ -> Share.ALL;
            case Client.By _, Client.WithMac _ -> Share.NONE;
            case Client.From _ -> Share.SOME;
          };
    };
  }

  private static Share share(Network wanted, Network network) {
    if (wanted.contains(network.base()) && wanted.prefix() <= network.prefix()) {
      return Share.ALL;
    }
    return network.contains(wanted.base()) ? Share.SOME : Share.NONE;
  }
}
