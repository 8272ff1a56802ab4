package waymark.policy;

import java.util.Optional;

/**
 * The properties of a connection's first packet, apart from its destination address.
 *
 * @param transport empty for protocols without ports
 * @param port the destination port
 * @param source the source address
 * @param device the interface on which it arrived; empty if a program of this host sent it
 * @param mac the network card that it arrived from, if it arrived by Ethernet
 */
public record Flow(
    Optional<Transport> transport,
    int port,
    Address source,
    String device,
    Optional<MacAddress> mac) {
  /** Not from a network card that is known. */
  public Flow(Optional<Transport> transport, int port, Address source, String device) {
    this(transport, port, source, device, Optional.empty());
  }

  /** Whether a program of this host sent it. */
  public boolean isOwn() {
    return device.isEmpty();
  }
}
