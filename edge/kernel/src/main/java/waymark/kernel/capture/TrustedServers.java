package waymark.kernel.capture;

import java.util.List;
import java.util.Set;
import waymark.policy.Address;
import waymark.policy.Network;

/**
 * The name servers whose answers count, besides this host's own addresses. Immutable.
 *
 * @param any whether all count
 * @param networks of servers; few
 */
public record TrustedServers(boolean any, Set<Address> servers, List<Network> networks) {
  /** All count. */
  public static final TrustedServers ANY = new TrustedServers(true, Set.of(), List.of());

  public TrustedServers {
    servers = Set.copyOf(servers);
    networks = List.copyOf(networks);
  }

  boolean covers(Address server) {
    return any
        || servers.contains(server)
        || networks.stream().anyMatch(network -> network.contains(server));
  }
}
