package waymark.policy;

import java.util.List;

/**
 * Which connections a rule is about, besides where they go.
 *
 * @param ports empty: all, and protocols without ports
 * @param clients empty: all, the programs of this host among them
 */
public record Scope(List<PortRange> ports, List<Client> clients) {
  /** Every connection. */
  public static final Scope ALL = new Scope(List.of(), List.of());

  public Scope {
    ports = List.copyOf(ports);
    clients = List.copyOf(clients);
  }

  /** Whether no connection is outside of it. */
  public boolean isAll() {
    return ports.isEmpty() && clients.isEmpty();
  }

  /** Whether a connection is in it. */
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
                      case Client.Self() -> flow.isOwn();
                    });
  }
}
