package waymark.policy;

import java.util.List;

/**
 * The ports and clients of a rule's connections.
 *
 * @param ports empty: all ports, and protocols without ports
 * @param clients empty: all clients, including the programs of this host
 */
public record Scope(List<PortRange> ports, List<Client> clients) {
  /** Every connection. */
  public static final Scope ALL = new Scope(List.of(), List.of());

  public Scope {
    ports = List.copyOf(ports);
    clients = List.copyOf(clients);
  }

  /** Whether the scope covers every connection. */
  public boolean isAll() {
    return ports.isEmpty() && clients.isEmpty();
  }

  /** Whether the scope covers the connection. */
  public boolean covers(Flow flow) {
    return coversPort(flow) && coversClient(flow);
  }

  private boolean coversPort(Flow flow) {
    if (ports.isEmpty()) {
      return true;
    }
    return flow.transport().isPresent()
        && ports.stream().anyMatch(range -> range.covers(flow.transport().get(), flow.port()));
  }

  private boolean coversClient(Flow flow) {
    return clients.isEmpty()
        || clients.stream()
            .anyMatch(
                client ->
                    switch (client) {
                      case Client.From(Network network) -> network.contains(flow.source());
                      case Client.By(String device) -> flow.device().equals(device);
                      case Client.WithMac(MacAddress mac) ->
                          flow.mac().filter(mac::equals).isPresent();
                      case Client.Self() -> flow.isOwn();
                    });
  }
}
